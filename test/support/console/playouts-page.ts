import type { PersonAtPage } from './browser.ts'
import { goTo } from './sign-in.ts'

/** Opens what a cluster played that day and gives what the page says of one item, once it says anything. */
export async function playoutLine(
  person: PersonAtPage,
  { cluster, title, isYesterday }: { cluster: string; title: string; isYesterday: boolean },
): Promise<string> {
  const { page, hands, say } = person
  await goTo(person, 'playouts')
  if (isYesterday)
    await hands.press(page.getByRole('button', { name: say('playouts:date.previousDay'), exact: true }))
  const head = page.getByRole('button', { name: cluster })
  await head.waitFor()
  await hands.press(head)
  const line = page
    .getByRole('list', { name: say('playouts:linesOf', { name: cluster }) })
    .getByRole('listitem')
    .filter({ hasText: title })
    .first()
  await line.waitFor()
  return line.innerText()
}
