import type { Account } from '../people.ts'
import type { PersonAtPage } from './browser.ts'

/** From the first page to the overview. */
export async function signIn({ page, hands, say }: PersonAtPage, account: Account): Promise<void> {
  await page.goto('/')
  await hands.fill(page.getByLabel(say('session:loginName'), { exact: true }), account.loginName)
  await hands.fill(page.getByLabel(say('session:password'), { exact: true }), account.password)
  await hands.press(page.getByRole('button', { name: say('session:signIn'), exact: true }))
}

/** The password that somebody else has set is replaced by one's own. */
export async function chooseOwnPassword(
  { page, hands, say }: PersonAtPage,
  account: Account,
  next: string,
): Promise<void> {
  const field = (word: string) => page.getByLabel(say(`session:${word}`), { exact: true })
  await page.getByRole('heading', { name: say('session:changeTitle'), level: 1 }).waitFor()
  await hands.fill(field('currentPassword'), account.password)
  await hands.fill(field('newPassword'), next)
  await hands.fill(field('newPasswordAgain'), next)
  await hands.press(page.getByRole('button', { name: say('session:change'), exact: true }))
  await page.getByRole('heading', { name: say('shell:nav.overview'), level: 1 }).waitFor()
}

/** Opens a page of the console by its name in the navigation. */
export async function goTo({ page, hands, say }: PersonAtPage, name: string): Promise<void> {
  const isPhone = (page.viewportSize()?.width ?? 0) < 768
  const word = say(`shell:nav.${name}`)
  const link = page.getByRole('link', { name: word }).filter({ visible: true }).first()
  if (isPhone && (await link.count()) === 0) {
    await hands.press(page.getByRole('button', { name: say('shell:menu'), exact: true }))
    await link.waitFor()
  }
  await hands.press(link)
  await page.getByRole('heading', { name: word, level: 1 }).waitFor()
}
