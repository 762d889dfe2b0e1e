import type { LocalDate, LocalTime } from '@tieng-lang/protocol'
import type { Locator } from 'playwright-core'
import type { PersonAtPage } from './browser.ts'
import { goTo } from './sign-in.ts'

export interface WeeklyPlan {
  name: string
  areas: readonly string[]
  /** As `Date.getDay` counts them, 0 = Sunday: the only ones on which it is broadcast. */
  weekdays: readonly number[]
  until: LocalDate
  startTimes: readonly LocalTime[]
  /** Of approved bulletins, in order. */
  titles: readonly string[]
}

const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const

/** From the calendar to a new programme with everything filled in; nothing is saved yet. */
export async function planWeek(person: PersonAtPage, plan: WeeklyPlan): Promise<void> {
  const { page, hands, say } = person
  await goTo(person, 'calendar')
  await hands.press(page.getByRole('link', { name: say('programmes:newProgramme') }))
  await hands.fill(page.getByRole('textbox', { name: say('programmes:name.name') }), plan.name)
  for (const name of plan.areas) {
    await hands.choose(page.getByRole('combobox', { name: say('common:pick.area') }), name)
    await page.getByRole('button', { name: say('programmes:targets.remove', { name }) }).waitFor()
  }
  await hands.press(page.getByRole('radio', { name: say('programmes:when.weekly'), exact: true }))
  await chooseWeekdays(person, plan.weekdays)
  await changeStartTimes(person, plan.startTimes)
  for (const title of plan.titles) await addToPlaylist(person, title)
  await endOn(person, plan.until)
}

/** Takes away every start time that is not wanted, then adds what is missing. */
export async function changeStartTimes(person: PersonAtPage, wanted: readonly LocalTime[]): Promise<void> {
  const { page, hands, say } = person
  const chosen = page.getByRole('group', { name: say('programmes:when.chosenTimes') })
  const removal = (time: string) =>
    page.getByRole('button', { name: say('programmes:when.removeTime', { time }) })
  const before = (await chosen.count()) === 0 ? [] : await timesIn(chosen)
  const field = page.getByRole('textbox', { name: say('programmes:when.startTimes') })
  for (const time of wanted.filter((each) => !before.includes(each))) {
    await hands.fill(field, time, true)
    await removal(time).waitFor()
  }
  for (const time of before.filter((each) => !wanted.includes(each))) {
    await hands.press(removal(time))
    await removal(time).waitFor({ state: 'detached' })
  }
}

/** What stands in the programme's way, sentence by sentence, once there are as many as expected. */
export async function conflictSentences(person: PersonAtPage, count: number): Promise<string[]> {
  const { page, say } = person
  const title = say('programmes:check.conflicts', { count })
  const alert = page.getByRole('alert').filter({ hasText: title })
  await alert.waitFor()
  return alert.getByRole('listitem').allInnerTexts()
}

/** Resolves when nothing stands in the programme's way. */
export async function untilFine({ page, say }: PersonAtPage): Promise<void> {
  await page.getByText(say('programmes:check.fine'), { exact: true }).waitFor()
}

export async function saveDraft({ page, hands, say }: PersonAtPage): Promise<void> {
  await hands.press(page.getByRole('button', { name: say('programmes:save.draft'), exact: true }))
}

/** Saves and hands in; resolves when the page says that it waits for the approver. */
export async function submitProgramme({ page, hands, say }: PersonAtPage): Promise<void> {
  await hands.press(page.getByRole('button', { name: say('programmes:save.submit'), exact: true }))
  await page.getByText(say('programmes:save.waiting'), { exact: true }).waitFor()
}

async function chooseWeekdays({ page, hands, say }: PersonAtPage, wanted: readonly number[]): Promise<void> {
  for (const [day, key] of WEEKDAYS.entries()) {
    const chip = page.getByRole('checkbox', { name: say(`programmes:weekdayLong.${key}`), exact: true })
    if ((await chip.isChecked()) !== wanted.includes(day)) await hands.press(chip)
  }
}

async function addToPlaylist({ page, hands, say }: PersonAtPage, title: string): Promise<void> {
  await hands.fill(page.getByRole('searchbox', { name: say('programmes:playlist.search') }), title)
  await hands.press(page.getByRole('button', { name: say('programmes:playlist.addTitle', { title }) }))
  await page.getByRole('button', { name: say('programmes:playlist.remove', { title }) }).waitFor()
}

async function endOn({ page, hands, say }: PersonAtPage, until: LocalDate): Promise<void> {
  const section = page.getByRole('button', { name: say('programmes:validity.title') })
  await hands.press(section)
  const field = page.getByRole('textbox', { name: say('programmes:validity.until') })
  await hands.fill(field, until.split('-').reverse().join('/'), true)
}

async function timesIn(chosen: Locator): Promise<string[]> {
  return (await chosen.innerText()).split(/\s+/).filter((text) => /^\d\d:\d\d$/.test(text))
}
