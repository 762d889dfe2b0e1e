import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

/** Evaluated by the test's own wire to the browser: the page's policy lets no foreign script in. */
const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

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
  await page.evaluate(`window.axe ?? (() => { ${SOURCE} })()`)
  await settled(page)
  const options = { resultTypes: ['violations'], ...(onlyRules && { runOnly: onlyRules }) }
  const found = await page.evaluate(`window.axe.run(document, ${JSON.stringify(options)})`)
  return (found as { violations: Violation[] }).violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
    )
}

/** Every rule in the light; in the dark what only colour can break. */
export async function faultsInBothThemes(page: Page): Promise<string[]> {
  await page.emulateMedia({ colorScheme: 'light' })
  const inLight = await seriousFaults(page)
  await page.emulateMedia({ colorScheme: 'dark' })
  const inDark = await seriousFaults(page, ['color-contrast'])
  return [...inLight, ...inDark.map((fault) => `dark: ${fault}`)]
}

/** A page that draws nothing, or an animation that was held up, must not hold up the test. */
const SETTLED_MS_MAX = 3_000

/** Colours that are still on their way from one to another are nobody's fault. */
function settled(page: Page): Promise<unknown> {
  return page.evaluate(`Promise.race([
    new Promise((resolve) => setTimeout(resolve, ${SETTLED_MS_MAX})),
    new Promise(requestAnimationFrame).then(() => Promise.all(
      document.getAnimations()
        .filter((animation) => animation.effect.getComputedTiming().endTime !== Infinity)
        .map((animation) => animation.finished.catch(() => null))
    )),
  ])`)
}
