import type { Locator } from 'playwright-core'
import type { PersonAtPage } from './browser.ts'

/** A wait for the station, and for the seconds of it, in a server that has other work. */
const HEARD_MS_MAX = 45_000

/** The dialog in which another station is put into the playlist. */
export async function openRelayDialog({ page, hands, say }: PersonAtPage): Promise<Locator> {
  await hands.press(page.getByRole('button', { name: say('relays:dialog.add'), exact: true }))
  const dialog = page.getByRole('dialog', { name: say('relays:dialog.add') })
  await dialog.waitFor()
  return dialog
}

/** Puts a station's address into the dialog. */
export async function writeAddress(
  { hands, say }: PersonAtPage,
  dialog: Locator,
  url: string,
): Promise<void> {
  await hands.fill(addressField(dialog, say('relays:address.label')), url)
}

export function addressField(dialog: Locator, label: string): Locator {
  return dialog.getByRole('combobox', { name: label })
}

/** Presses "Nghe thử" and gives how long what came is, in seconds, once it can be heard. */
export async function listenTo({ hands, say }: PersonAtPage, dialog: Locator): Promise<number> {
  await hands.press(dialog.getByRole('button', { name: say('relays:listen.ask') }))
  await dialog.getByText(say('relays:listen.pending')).waitFor()
  const audio = dialog.locator('audio')
  await audio.waitFor({ timeout: HEARD_MS_MAX })
  return audio.evaluate(
    (element) =>
      new Promise<number>((resolve) => {
        const told = () => resolve(Number(Reflect.get(element, 'duration')))
        if (Reflect.get(element, 'readyState') > 0) told()
        else element.addEventListener('loadedmetadata', told)
      }),
  )
}
