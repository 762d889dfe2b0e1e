import { buildAgentProgram, decodeAudio, listen, readRecording } from '@tieng-lang/hardware-sim'
import type { BulletinAnswer, Page } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DESK, type PersonAtPage, type PersonOptions, PHONE, TestBrowser } from './support/console/browser.ts'
import { submitAllNew, uploadRecordings, writeSpokenBulletin } from './support/console/bulletins-page.ts'
import { playoutLine } from './support/console/playouts-page.ts'
import {
  changeStartTimes,
  conflictSentences,
  planWeek,
  submitProgramme,
  untilFine,
} from './support/console/programme-page.ts'
import { approveAll } from './support/console/review-page.ts'
import { chooseOwnPassword, goTo, signIn } from './support/console/sign-in.ts'
import { makeAccount, makePerson } from './support/people.ts'
import { ENDINGS, makeRecordings, recordingsNamed } from './support/sound/recordings.ts'
import { speak } from './support/sound/speech.ts'
import { endOfNextWeek, inPlace, timeFromNow } from './support/time-in-place.ts'
import { eventually, TestVillage } from './support/village.ts'

const COMMUNES = [
  { areaId: 'xa-dong', name: 'Xã Đông' },
  { areaId: 'xa-tay', name: 'Xã Tây' },
]
const HOUR_MS = 3_600_000
/** From the hour of the run, so that no run meets them by itself. */
const TAKEN = timeFromNow(3 * HOUR_MS)
const QUIET = timeFromNow(6 * HOUR_MS)
const QUIET_HOURS = { windows: [{ from: timeFromNow(5.5 * HOUR_MS), until: timeFromNow(6.5 * HOUR_MS) }] }
/** Left between the typing of a start time and the start: review, delivery, the download of the audio. */
const AHEAD_MS = 40_000

/**
 * Of the windows of an item. `plays-on-time.test.ts` asks for all of them; here two browsers and the intake of the next
 * way keep the same machine busy meanwhile, and a simulated sound card may be kept waiting.
 */
const SAME_PART_MIN = 0.9
const WINDOWS_MIN = 10

/** Twelve files by one pair of hands; the others meet the same page with fewer, for time's sake. */
const WAYS = [
  { way: 'mouse', hands: 'mouse', language: 'vi', size: DESK, endings: ENDINGS },
  { way: 'keyboard', hands: 'keyboard', language: 'en', size: DESK, endings: ['mp3', 'm4a', 'wav'] },
  { way: 'phone', hands: 'mouse', language: 'vi', size: PHONE, endings: ['ogg', 'aac'] },
  { way: 'small phone in English', hands: 'mouse', language: 'en', size: PHONE, endings: ['webm', 'flac'] },
] as const satisfies readonly (Omit<PersonOptions, 'httpUrl'> & { way: string; endings: readonly string[] })[]

/** Two people, what they have planned and when its first item, the spoken one, is due. */
interface Story {
  broadcaster: PersonAtPage
  approver: PersonAtPage
  title: string
  dueAt: number
}

let village: TestVillage
let browser: TestBrowser
let recordings: string
const stories = new Map<string, Story>()
let lastDueAt = 0

beforeAll(async () => {
  village = await TestVillage.start({
    boards: [
      { ppm: 40, warmUpMs: 300 },
      { ppm: -40, warmUpMs: 300 },
    ],
    areas: COMMUNES,
    quietHours: QUIET_HOURS,
    ownProcess: {},
    program: await buildAgentProgram(),
  })
  for (const { name } of village.members) await village.settled(name)
  recordings = await makeRecordings()
  const { bulletinId } = await village.addBulletin(await speak('Chương trình đã có.'), 'Đã có')
  await village.putProgramme({
    programmeId: 'da-co',
    name: 'Bản tin cũ',
    recurrence: { kind: 'daily', startTimes: [TAKEN] },
    clusters: village.members.map(({ name }) => name),
    playlist: [{ itemId: 'tin', title: 'Đã có', bulletinId, repeats: 1, gapMs: 0 }],
  })
  browser = await TestBrowser.start()
})

afterAll(async () => {
  await browser?.stop()
  await village?.stop()
})

describe.each(WAYS)('$way ($language)', (way) => {
  const title = `Họp thôn ${way.way}`
  let story: Story

  beforeAll(async () => {
    const person = () => browser.open({ ...way, httpUrl: village.server.httpUrl })
    story = { broadcaster: await person(), approver: await person(), title, dueAt: 0 }
    stories.set(way.way, story)
  })

  test('signs in, with a password of one’s own from the first day', async () => {
    const { broadcaster, approver } = story
    const id = WAYS.indexOf(way)
    const { administration, server } = village
    const grants = (role: 'broadcaster' | 'approver') => COMMUNES.map(({ areaId }) => ({ role, areaId }))
    const account = { loginName: `phat-thanh-${id}`, name: 'Chị Lan', grants: grants('broadcaster') }
    const made = await makeAccount(administration, account)
    await signIn(broadcaster, made)
    await chooseOwnPassword(broadcaster, made, 'một câu của riêng tôi')
    const other = { loginName: `duyet-${id}`, name: 'Anh Hùng', grants: grants('approver') }
    await signIn(approver, await makePerson(administration, { ...other, httpUrl: server.httpUrl }))
  })

  test('brings in recordings of many formats and writes one that is spoken; another person approves', async () => {
    const { broadcaster, approver } = story
    const files = await recordingsNamed(recordings, `Tin ${way.way}`, way.endings)
    const area = COMMUNES[0]?.name ?? ''
    await goTo(broadcaster, 'bulletins')
    await uploadRecordings(broadcaster, { files: files.map(({ file }) => file), area })
    const text = `Mời bà con thôn Hạ ra nhà văn hoá họp lúc bảy giờ tối nay, bàn việc ${way.way}.`
    await writeSpokenBulletin(broadcaster, { title, text, area })
    await submitAllNew(broadcaster, files.length + 1)
    await approveAll(approver, [title, ...files.map((file) => file.title)])
  })

  test('plans next week for two communes, mends what clashes, and hands it in; another person approves', async () => {
    const { broadcaster, approver } = story
    const programme = `Bản tin ${way.way}`
    await planWeek(broadcaster, {
      name: programme,
      areas: COMMUNES.map(({ name }) => name),
      weekdays: [0, 1, 2, 3, 4, 5, 6],
      until: endOfNextWeek(systemClock.now()),
      startTimes: [TAKEN, QUIET],
      titles: [title, `Tin ${way.way} ${way.endings[0]}`],
    })
    const [overlap, quiet] = await conflictSentences(broadcaster, 2)
    expect(overlap).toContain('Bản tin cũ')
    expect(overlap).toContain(TAKEN)
    expect(quiet).toContain(QUIET)
    expect(quiet).toMatch(way.language === 'vi' ? /giờ yên lặng/ : /quiet hours/)
    story.dueAt = freeMinute()
    await changeStartTimes(broadcaster, [inPlace(story.dueAt).time])
    await untilFine(broadcaster)
    await submitProgramme(broadcaster)
    await approveAll(approver, [programme])
    expect(systemClock.now()).toBeLessThan(story.dueAt)
  })
})

/** After all of them, so that nobody waits for a minute that others can work in. */
test.each(WAYS)(
  '$way: the first item is heard at every horn as stored, and proven on the page',
  async (way) => {
    const { title, dueAt, broadcaster, approver } = stories.get(way.way) as Story
    expect(dueAt).toBeGreaterThan(0)
    const lines = async () => (await village.playouts()).filter((line) => line.title === title)
    await eventually(`${title} is recorded`, async () => (await lines()).length === COMMUNES.length, 150_000)
    const reference = await storedAudio(title)
    for (const { name: cluster, recordingPath } of village.members) {
      await eventually(`${cluster} has sounded ${title} as it is stored`, async () => {
        const { windows } = listen(await readRecording(recordingPath), reference, dueAt)
        const same = windows.filter(({ correlation, lagMs }) => correlation >= 0.98 && Math.abs(lagMs) <= 20)
        return windows.length > WINDOWS_MIN && same.length / windows.length >= SAME_PART_MIN
      })
      const isYesterday = inPlace(systemClock.now()).date !== inPlace(dueAt).date
      const line = await playoutLine(broadcaster, { cluster, title, isYesterday })
      expect(line).toContain(inPlace(dueAt).time)
      expect(line).toContain(broadcaster.say('words:outcome.heard'))
      expect(line).toContain(broadcaster.say('words:evidence.lineCurrent'))
    }
    expect([...broadcaster.troubles, ...approver.troubles]).toEqual([])
  },
)

/** What the server keeps of a bulletin and clusters play, as samples. */
async function storedAudio(title: string): Promise<Float32Array> {
  const path = `/api/v1/bulletins?text=${encodeURIComponent(title)}`
  const found = await village.administration.get<Page<BulletinAnswer>>(path)
  const bulletin = found.items.find((each) => each.title === title)
  return decodeAudio(village.storedAudioUrl(bulletin?.media.sha256 ?? ''))
}

/** A whole minute that nobody has planned yet, far enough ahead to be reached. */
function freeMinute(): number {
  const soonest = Math.ceil((systemClock.now() + AHEAD_MS) / 60_000) * 60_000
  lastDueAt = Math.max(soonest, lastDueAt + 60_000)
  return lastDueAt
}
