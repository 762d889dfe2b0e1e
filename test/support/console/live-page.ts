import type { LiveSessionLine, Page } from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'
import type { Locator } from 'playwright-core'
import type { PersonAtPage } from './browser.ts'

/** Opens the page of live voice and turns the microphone on, until its level is there. */
export async function openMicrophone(person: PersonAtPage): Promise<void> {
  const { page, hands, say } = person
  await page.goto('/phat-truc-tiep')
  await page.getByRole('heading', { name: say('live:title'), level: 1 }).waitFor()
  await hands.press(button(person, 'microphone.open'))
  await page.getByRole('meter', { name: say('live:microphone.level') }).waitFor()
}

/** A button by the key of its words. */
export function button({ page, say }: PersonAtPage, key: string): Locator {
  return page.getByRole('button', { name: say(`live:${key}`), exact: true })
}

/** The switch of the microphone, whichever word is on it. */
export function talkButton({ page, say }: PersonAtPage): Locator {
  const words = ['pressNow', 'talking', 'latchOn', 'latchOff'].map((key) => say(`live:talk.${key}`))
  return page.getByRole('button', { name: new RegExp(`^(?:${words.join('|')})$`) })
}

/** Resolves when the page says in large words how it stands. */
export async function stands({ page, say }: PersonAtPage, key: string): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: say(`live:air.${key}`) })
    .first()
    .waitFor()
}

/** How loud the page says the microphone is, in dB. */
export async function levelDb({ page, say }: PersonAtPage): Promise<number> {
  const meter = page.getByRole('meter', { name: say('live:microphone.level') })
  return Number(await meter.getAttribute('aria-valuenow'))
}

/** The clusters that the page says hear it. */
export async function listeners({ page, say }: PersonAtPage): Promise<string[]> {
  const list = page.getByRole('list', { name: say('live:listeners.heading') })
  return list
    .getByRole('listitem')
    .filter({ hasText: say('live:listeners.quality.good') })
    .allInnerTexts()
}

/** All live sessions of a server, the newest first. */
export async function liveSessions(administration: AdminClient): Promise<LiveSessionLine[]> {
  return (await administration.get<Page<LiveSessionLine>>('/api/v1/live-sessions')).items
}
