import type { EmergencyEvent } from '@tieng-lang/protocol'
import type { Locator } from 'playwright-core'
import type { PersonAtPage } from './browser.ts'

/** A machine on which a touch takes longer than the hold cannot be asked to let go before it. */
const EARLY_TRIES_MAX = 5

/** Sets one's own PIN on the page of one's account. */
export async function choosePin(person: PersonAtPage, password: string, pin: string): Promise<void> {
  const { page, hands, say } = person
  await page.goto('/phien')
  const section = page.getByRole('region', { name: say('emergency:pin.cardTitle') })
  await section.waitFor()
  const field = (word: string) => section.getByLabel(say(`emergency:pin.${word}`), { exact: true })
  await hands.fill(field('password'), password)
  await hands.fill(field('newPin'), pin)
  await hands.fill(field('newPinAgain'), pin)
  await hands.press(section.getByRole('button', { name: say('emergency:pin.set'), exact: true }))
}

/** From whatever page there is to the page on which an emergency is raised. */
export async function enter({ page, hands, say }: PersonAtPage): Promise<void> {
  const name = say('emergency:enter')
  await hands.press(page.getByRole('link', { name, exact: true }).filter({ visible: true }))
  await page.getByRole('heading', { name: say('emergency:title'), level: 1 }).waitFor()
}

export async function chooseEvent({ page, hands, say }: PersonAtPage, event: EmergencyEvent): Promise<void> {
  await hands.press(page.getByRole('radio', { name: say(`emergency:event.${event}`), exact: true }))
}

export async function chooseExercise({ page, hands, say }: PersonAtPage): Promise<void> {
  await hands.press(page.getByRole('radio', { name: say('emergency:raise.exercise'), exact: true }))
}

/** The large button, by its first word. */
export function holdButton({ page, say }: PersonAtPage): Locator {
  const words = ['emergency:raise.hold', 'emergency:raise.holdExercise', 'emergency:raise.holding']
  return page.getByRole('button', { name: new RegExp(words.map((key) => say(key)).join('|')) })
}

/** Holds the large button until the PIN is asked for, as a person does; one that watches no clock. */
export async function hold(person: PersonAtPage): Promise<void> {
  await person.hands.hold(holdButton(person), () => person.page.getByRole('dialog').waitFor())
}

/**
 * Lets the large button go as soon as it says that it is held; resolves when the page says that nothing was sent. Where
 * the machine was so slow that the hold was over by then, the PIN is not given and it is tried again.
 */
export async function letGoEarly(person: PersonAtPage): Promise<void> {
  const { page, hands, say } = person
  const letGo = page.getByText(say('emergency:raise.letGo'))
  const dialog = page.getByRole('dialog')
  for (let tries = 0; tries < EARLY_TRIES_MAX; tries++) {
    await hands.hold(holdButton(person), () =>
      page.getByText(say('emergency:raise.holding')).or(dialog).first().waitFor(),
    )
    await letGo.or(dialog).first().waitFor()
    if (await letGo.isVisible()) return
    await hands.press(dialog.getByRole('button', { name: say('common:close'), exact: true }))
    await dialog.waitFor({ state: 'detached' })
  }
  throw new Error(`held too long ${EARLY_TRIES_MAX} times: this machine is too slow to let go within 1.5 s`)
}

/** Enters a PIN by the keys on the screen. */
export async function pressPin({ page, hands, say }: PersonAtPage, pin: string): Promise<void> {
  for (const digit of pin)
    await hands.press(page.getByRole('button', { name: say('emergency:pin.digit', { digit }), exact: true }))
}

/** The last button of a dialog with a PIN, by the key of its words. */
export async function go({ page, hands, say }: PersonAtPage, key: string): Promise<void> {
  await hands.press(page.getByRole('button', { name: say(`emergency:${key}`), exact: true }))
}

/** Resolves when the page of one emergency is there; gives its id. */
export async function followed({ page }: PersonAtPage): Promise<string> {
  await page.waitForURL(/\/khan-cap\/.+/)
  await page.getByRole('heading', { level: 1 }).waitFor()
  return page.url().split('/').at(-1) ?? ''
}

/** One of the ways to end it: one touch, the PIN, and it is ordered. */
export async function end(
  person: PersonAtPage,
  how: 'allClear' | 'cancel' | 'correction',
  pin: string,
): Promise<void> {
  const { page, hands, say } = person
  const acts = page.getByRole('region', { name: say('emergency:end.heading') })
  await hands.press(acts.getByRole('button', { name: say(`emergency:end.${how}`), exact: true }))
  await pressPin(person, pin)
  await go(person, `end.${how}Go`)
}

/** Resolves when the page says in large words how the emergency stands. */
export async function stands({ page, say }: PersonAtPage, key: string): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: say(`emergency:${key}`) })
    .first()
    .waitFor()
}

/** Resolves when the page says that as many of all have sounded it, with or without proof so far. */
export async function sounded({ page, say }: PersonAtPage, heard: number, targeted = heard): Promise<void> {
  await page.getByText(say('emergency:follow.heardOf', { heard, targeted })).first().waitFor()
}

/** How many clusters the page counts under one outcome, once there are as many. */
export async function counted(
  { page, say }: PersonAtPage,
  outcome: 'heard' | 'playedNotProven' | 'refused' | 'notReached',
  count: number,
): Promise<void> {
  const name = new RegExp(`${count}\\s*${say(`emergency:outcome.${outcome}`)}$`)
  await page.getByRole('button', { name }).waitFor()
}
