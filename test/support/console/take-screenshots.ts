import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type PersonAtPage, TestBrowser } from './browser.ts'
import { chooseOwnPassword, goTo, signIn } from './sign-in.ts'

/**
 * The README's pictures, from a demonstration that has just been started and into which nobody has signed in yet:
 * `npx tsx test/support/console/take-screenshots.ts http://127.0.0.1:8080 LOGIN-NAME PASSWORD`
 */
const DOCS = fileURLToPath(new URL('../../../docs/', import.meta.url))
const OWN_PASSWORD = 'một câu của riêng tôi'
const SOUNDS_WITHIN_MS = 180_000
const WIDE = { width: 1280, height: 800 }
const PHONE = { width: 360, height: 740 }

const [httpUrl = '', loginName = '', password = ''] = process.argv.slice(2)
const account = { loginName, password, name: loginName }
const browser = await TestBrowser.start()
try {
  const desk = await browser.open({ httpUrl, size: WIDE })
  await signIn(desk, account)
  await chooseOwnPassword(desk, account, OWN_PASSWORD)
  // Without the word that the password was changed.
  await desk.page.reload()
  await takeOverview(desk)
  await goTo(desk, 'calendar')
  // This week may be nearly over.
  await desk.hands.press(desk.page.getByRole('button', { name: desk.say('programmes:calendar.nextWeek') }))
  await desk.page
    .getByText(/^05:15/)
    .first()
    .waitFor()
  await take(desk, 'lich-phat.png')
  await goTo(desk, 'bulletins')
  await desk.page
    .getByRole('list', { name: desk.say('bulletins:list') })
    .getByRole('link')
    .first()
    .click()
  await desk.page.getByRole('region', { name: desk.say('bulletins:one.listenHeading') }).waitFor()
  await take(desk, 'ban-tin.png')
  await takeStopOnPhone(await browser.open({ httpUrl, size: PHONE }))
} finally {
  await browser.stop()
}

/** While something sounds. */
async function takeOverview(person: PersonAtPage): Promise<void> {
  await person.page.getByRole('progressbar').first().waitFor({ timeout: SOUNDS_WITHIN_MS })
  await take(person, 'tong-quan.png')
}

async function takeStopOnPhone(person: PersonAtPage): Promise<void> {
  const { page, hands, say } = person
  await signIn(person, { ...account, password: OWN_PASSWORD })
  await hands.press(page.getByRole('button', { name: say('shell:stop.button'), exact: true }).first())
  await page.getByRole('dialog', { name: say('shell:stop.title') }).waitFor()
  await take(person, 'dung.png')
}

async function take({ page }: PersonAtPage, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.screenshot({ path: join(DOCS, name), animations: 'disabled' })
}
