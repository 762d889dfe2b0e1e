import type { Locator } from 'playwright-core'
import type { PersonAtPage } from './browser.ts'

const TAKEN_IN_MS_MAX = 90_000

export interface SpokenBulletin {
  title: string
  text: string
  area: string
}

/** Opens the drawer in which bulletins are made. */
export async function openAdding({ page, hands, say }: PersonAtPage): Promise<Locator> {
  await hands.press(page.getByRole('button', { name: say('bulletins:add'), exact: true }))
  const drawer = page.getByRole('dialog', { name: say('bulletins:add') })
  await drawer.waitFor()
  return drawer
}

/** Chooses files, says for which area, and waits until the server has taken in every one of them. */
export async function uploadRecordings(
  person: PersonAtPage,
  { files, area }: { files: string[]; area: string },
): Promise<void> {
  const { page, hands, say } = person
  const drawer = await openAdding(person)
  const chosen = page.waitForEvent('filechooser')
  await hands.press(drawer.getByRole('button', { name: say('bulletins:adding.choose') }))
  await (await chosen).setFiles(files)
  await hands.choose(drawer.getByRole('combobox', { name: say('common:pick.area') }).first(), area)
  await hands.press(
    drawer.getByRole('button', { name: say('bulletins:adding.start', { count: files.length }) }),
  )
  await untilDone(person, drawer, files.length)
}

/** Writes a text that the machine speaks, in the drawer that is open. */
export async function writeSpokenBulletin(
  person: PersonAtPage,
  { title, text, area }: SpokenBulletin,
): Promise<void> {
  const { page, hands, say } = person
  const drawer = page.getByRole('dialog', { name: say('bulletins:add') })
  const known = await doneLines(person, drawer).count()
  await hands.press(drawer.getByRole('tab', { name: say('bulletins:adding.speak') }))
  const panel = drawer.getByRole('tabpanel', { name: say('bulletins:adding.speak') })
  await hands.fill(panel.getByRole('textbox', { name: say('bulletins:speech.text') }), text)
  await hands.fill(panel.getByRole('textbox', { name: say('bulletins:labels.title') }), title)
  await hands.choose(panel.getByRole('combobox', { name: say('common:pick.area') }), area)
  await hands.press(panel.getByRole('button', { name: say('bulletins:speech.make') }))
  await untilDone(person, panel, known + 1)
}

/** Hands everything that has just come in to the reviewers. */
export async function submitAllNew(person: PersonAtPage, count: number): Promise<void> {
  const { page, hands, say } = person
  const drawer = page.getByRole('dialog', { name: say('bulletins:add') })
  const all = drawer.getByRole('button', { name: say('bulletins:adding.submitAll', { count }) })
  await hands.press(all.filter({ visible: true }))
  const submitted = drawer.getByText(say('bulletins:acts.submitted'), { exact: true })
  await submitted
    .filter({ visible: true })
    .nth(count - 1)
    .waitFor()
  await hands.press(drawer.getByRole('button', { name: say('common:close') }))
}

function doneLines({ say }: PersonAtPage, panel: Locator): Locator {
  return panel.getByText(say('bulletins:adding.done'), { exact: true }).filter({ visible: true })
}

async function untilDone(person: PersonAtPage, panel: Locator, count: number): Promise<void> {
  await doneLines(person, panel)
    .nth(count - 1)
    .waitFor({ timeout: TAKEN_IN_MS_MAX })
}
