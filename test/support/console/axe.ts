import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { within } from './within.ts'

/** Evaluated by the test's own wire to the browser: the page's policy lets no foreign script in. */
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** A long page on a slow machine. */
const LOOKED_MS_MAX = 60_000

interface Violation {
  id: string
  impact: string | null
  nodes: { target: string[]; failureSummary: string }[]
}

/**
 * What axe calls serious or critical on the page as it is shown, one line a fault: the rule, where, and why.
 * `onlyRules` limits it to what can have changed.
 */
export async function seriousFaults(page: Page, onlyRules?: string[]): Promise<string[]> {
  await within('axe is loaded', page.evaluate(`window.axe ?? (() => { ${SOURCE} })()`))
  await settled(page)
  const options = { resultTypes: ['violations'], ...(onlyRules && { runOnly: onlyRules }) }
  const found = await within(
    'axe looks at the page',
    page.evaluate(`window.axe.run(document, ${JSON.stringify(options)})`),
    LOOKED_MS_MAX,
  )
  return (found as { violations: Violation[] }).violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    )
}

/** Every rule in the light; in the dark what only colour can break. */
export async function faultsInBothThemes(page: Page): Promise<string[]> {
  await within('the page turns light', page.emulateMedia({ colorScheme: 'light' }))
  const inLight = await seriousFaults(page)
  await within('the page turns dark', page.emulateMedia({ colorScheme: 'dark' }))
  const inDark = await seriousFaults(page, ['color-contrast'])
  return [...inLight, ...inDark.map((fault) => `dark: ${fault}`)]
}

/** A page that draws nothing, or an animation that was held up, must not hold up the test. */
const SETTLED_MS_MAX = 3_000

/** Colours that are still on their way from one to another are nobody's fault. */
function settled(page: Page): Promise<unknown> {
  const stillness = `Promise.race([
    new Promise((resolve) => setTimeout(resolve, ${SETTLED_MS_MAX})),
    new Promise(requestAnimationFrame).then(() => Promise.all(
      document.getAnimations()
        .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished.catch(() => null))
    )),
  ])`
  return within('colours come to rest', page.evaluate(stillness))
}
