import type { PersonAtPage } from './browser.ts'
import { goTo } from './sign-in.ts'

/** Approves what waits under these titles, one after another; resolves when none of them waits any more. */
export async function approveAll(person: PersonAtPage, titles: readonly string[]): Promise<void> {
  const { page, hands, say } = person
  await goTo(person, 'review')
  for (const title of titles) {
    const approve = page.getByRole('button', { name: say('review:approveNamed', { title }), exact: true })
    await hands.press(approve)
    await approve.waitFor({ state: 'detached' })
  }
}
