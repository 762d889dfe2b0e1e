import type { Grant } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultsInBothThemes } from './support/console/axe.ts'
import { DESK, type PersonAtPage, PHONE, TestBrowser } from './support/console/browser.ts'
import { playoutLine } from './support/console/playouts-page.ts'
import { changeStartTimes, submitProgramme, untilFine } from './support/console/programme-page.ts'
import { addressField, listenTo, openRelayDialog, writeAddress } from './support/console/relay-dialog.ts'
import { approveAll } from './support/console/review-page.ts'
import { goTo, signIn } from './support/console/sign-in.ts'
import { type Account, makePerson } from './support/people.ts'
import { speak } from './support/sound/speech.ts'
import { startStation, type TestStation } from './support/sound/station.ts'
import { inPlace, timeFromNow } from './support/time-in-place.ts'
import { eventually, TestVillage } from './support/village.ts'

const AREA = { areaId: 'xa-dong', name: 'Xã Đông' }
const CLUSTER = 'cum-1'
const HOUR_MS = 3_600_000
const STARTS = timeFromNow(3 * HOUR_MS)
const PROGRAMME = 'Tiếp sóng buổi tối'
const RELAY = 'Thời sự đài tỉnh'
const FALLBACK = 'Nhạc quê hương'
/** A relay that is over by the time that somebody looks into the log. */
const PLAYED = { title: 'Thời sự trưa', durationMsMax: 3_000, aheadMs: 20_000 }
/** Nobody listens there, and nobody has allowed it. */
const PRIVATE_ADDRESS = 'http://127.0.0.1:9/live'

let village: TestVillage
let station: TestStation
let browser: TestBrowser
let playedAt: number
let broadcaster: PersonAtPage
let approver: PersonAtPage

beforeAll(async () => {
  station = await startStation(await speak('Đây là đài tiếng nói thử nghiệm, chương trình thời sự buổi tối.'))
  village = await TestVillage.start({
    boards: [{ warmUpMs: 100 }],
    areas: [AREA],
    privateSourcesAllowed: [station.host],
  })
  await village.settled(CLUSTER)
  playedAt = await playRelaySoon()
  await village.addBulletin(await speak('Nhạc quê hương.'), FALLBACK)
  browser = await TestBrowser.start()
  broadcaster = await opened(PHONE, await personOf('lan', 'Chị Lan', 'broadcaster'))
  approver = await opened(DESK, await personOf('hung', 'Anh Hùng', 'approver'))
})

afterAll(async () => {
  await browser?.stop()
  await village?.stop()
  station?.stop()
})

describe('a broadcaster, at a phone', () => {
  test('is told in words what cannot be a station, before anything is asked and after', async () => {
    const { page, hands, say } = broadcaster
    await goTo(broadcaster, 'calendar')
    await hands.press(page.getByRole('link', { name: say('programmes:newProgramme') }))
    const dialog = await openRelayDialog(broadcaster)
    const listen = dialog.getByRole('button', { name: say('relays:listen.ask') })
    await hands.press(listen)
    await dialog.getByText(say('relays:address.bad.empty')).waitFor()
    await writeAddress(broadcaster, dialog, 'rtmp://dai.vn/live')
    await dialog.getByText(say('relays:address.bad.scheme')).waitFor()
    await writeAddress(broadcaster, dialog, PRIVATE_ADDRESS)
    await hands.press(listen)
    await dialog.getByRole('alert').getByText(say('problems:sourceRefused')).waitFor()
    await writeAddress(broadcaster, dialog, `${station.url}/nowhere`)
    await hands.press(listen)
    await dialog.getByRole('alert').getByText(say('problems:sourceUnreachable')).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
  })

  test('listens to a station, names it, says how long and what is said in its place', async () => {
    const { page, hands, say } = broadcaster
    const dialog = page.getByRole('dialog', { name: say('relays:dialog.add') })
    await writeAddress(broadcaster, dialog, station.url)
    expect(await listenTo(broadcaster, dialog)).toBeGreaterThan(4)
    await hands.fill(dialog.getByRole('textbox', { name: say('relays:name.label') }), RELAY)
    await hands.fill(dialog.getByRole('textbox', { name: say('relays:minutes.label') }), '20')
    await hands.fill(dialog.getByRole('searchbox', { name: say('relays:fallback.search') }), FALLBACK)
    const take = say('relays:fallback.takeTitle', { title: FALLBACK })
    await hands.press(dialog.getByRole('button', { name: take }))
    expect(await faultsInBothThemes(page)).toEqual([])
    await hands.press(dialog.getByRole('button', { name: say('relays:dialog.put') }))
    const line = page
      .getByRole('list', { name: say('programmes:playlist.title') })
      .getByRole('listitem')
      .filter({ hasText: RELAY })
    await line.getByText(say('words:relay'), { exact: true }).waitFor()
    await line
      .getByText(
        `${station.host}/live · ${say('relays:say.longest', { length: say('times:durationMinutes', { minutes: 20 }) })}`,
      )
      .waitFor()
    await line.getByText(say('relays:say.fallback', { title: FALLBACK })).waitFor()
  })

  test('plans it and hands it in', async () => {
    const { page, hands, say } = broadcaster
    await hands.fill(page.getByRole('textbox', { name: say('programmes:name.name') }), PROGRAMME)
    const remove = page.getByRole('button', { name: say('programmes:targets.remove', { name: AREA.name }) })
    if ((await remove.count()) === 0)
      await hands.choose(page.getByRole('combobox', { name: say('common:pick.area') }), AREA.name)
    await remove.waitFor()
    await changeStartTimes(broadcaster, [STARTS])
    await untilFine(broadcaster)
    await page
      .getByText(
        say('programmes:playlist.length', {
          length: say('times:durationMinutes', { minutes: 20 }),
        }),
      )
      .waitFor()
    await marked(broadcaster, say('programmes:nextDay.title'))
    expect(await faultsInBothThemes(page)).toEqual([])
    await submitProgramme(broadcaster)
  })
})

describe('when it waits for the approver', () => {
  test('it is read with where it comes from, how long it lasts and what is said in its place', async () => {
    const { page, say } = approver
    await goTo(approver, 'review')
    await page.getByText(RELAY, { exact: true }).waitFor()
    await page.getByText(new RegExp(`^${station.host}/live`)).waitFor()
    await page.getByText(say('relays:say.fallback', { title: FALLBACK })).waitFor()
    expect(await listenTo(approver, page.getByRole('main'))).toBeGreaterThan(4)
    expect(await faultsInBothThemes(page)).toEqual([])
    await approveAll(approver, [PROGRAMME])
  })

  test('whoever may not change it reads it on its own page', async () => {
    const { page, hands, say } = approver
    await goTo(approver, 'calendar')
    const entry = page.getByText(new RegExp(`${PROGRAMME}.*${say('programmes:calendar.hasRelay')}`))
    await entry.first().waitFor({ state: 'attached' })
    await hands.press(page.getByText(PROGRAMME, { exact: true }).first())
    await hands.press(page.getByRole('link', { name: say('programmes:entry.open') }))
    await page.getByText(RELAY, { exact: true }).first().waitFor()
    await page.getByText(new RegExp(`^${station.host}/live`)).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
  })
})

describe('once it is approved', () => {
  test('the next 24 hours of the cluster have it, marked as a relay', async () => {
    const { page, say } = broadcaster
    await page.goto(`/cum-loa/${CLUSTER}`)
    await marked(broadcaster, say('programmes:nextDay.title'))
    expect(await faultsInBothThemes(page)).toEqual([])
  })

  test('the log marks what was played of a relay', async () => {
    const { page, say } = broadcaster
    const { title } = PLAYED
    await eventually('it is recorded', async () =>
      (await village.playouts()).some((line) => line.title === title),
    )
    const isYesterday = inPlace(systemClock.now()).date !== inPlace(playedAt).date
    await playoutLine(broadcaster, { cluster: CLUSTER, title, isYesterday })
    const lines = page.getByRole('list', { name: say('playouts:linesOf', { name: CLUSTER }) })
    await lines.getByText(`${say('words:relay')}:`).waitFor({ state: 'attached' })
  })

  test('the calendar says so, and its address is offered for the next relay', async () => {
    const { page, hands, say } = broadcaster
    await goTo(broadcaster, 'calendar')
    await page.getByText(say('programmes:calendar.hasRelay')).first().waitFor()
    await hands.press(page.getByRole('link', { name: say('programmes:newProgramme') }))
    const dialog = await openRelayDialog(broadcaster)
    await hands.press(addressField(dialog, say('relays:address.label')))
    await hands.press(page.getByRole('option', { name: station.url }))
    const name = dialog.getByRole('textbox', { name: say('relays:name.label') })
    await expect.poll(() => name.inputValue()).toBe(RELAY)
  })

  test('the same dialog takes a frequency of the clusters’ tuners, in the band alone', async () => {
    const { page, hands, say } = broadcaster
    const dialog = page.getByRole('dialog', { name: say('relays:dialog.add') })
    await hands.press(dialog.getByText(say('relays:kind.tuner')))
    const frequency = dialog.getByRole('textbox', { name: say('relays:frequency.label') })
    const put = dialog.getByRole('button', { name: say('relays:dialog.put') })
    await hands.fill(frequency, '64')
    await hands.press(put)
    await dialog.getByText(say('relays:frequency.bad.outOfBand')).waitFor()
    await hands.fill(frequency, '99,9')
    expect(await faultsInBothThemes(page)).toEqual([])
    await hands.press(put)
    const list = page.getByRole('list', { name: say('programmes:playlist.title') })
    await list.getByText(say('relays:say.tuner', { megahertz: '99,9' })).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
  })

  test('nothing went wrong in any page', () => {
    expect([...broadcaster.troubles, ...approver.troubles]).toEqual([])
  })
})

/** Gives when it begins. */
async function playRelaySoon(): Promise<number> {
  const { title, durationMsMax, aheadMs } = PLAYED
  const at = systemClock.now() + aheadMs
  const relay = { source: { kind: 'stream', url: station.url }, durationMsMax, fallbackBulletinId: null }
  const playlist = [{ itemId: 'dai', title, repeats: 1, gapMs: 0, relay }]
  await village.putProgramme({
    ...{ programmeId: 'trua', name: 'Buổi trưa', recurrence: { kind: 'once', at }, playlist },
    clusters: [CLUSTER],
  })
  return at
}

/** Resolves when the list of a day ahead has the relay, said to be one. */
async function marked({ page, say }: PersonAtPage, list: string): Promise<void> {
  const item = page.getByRole('list', { name: list }).getByRole('listitem').filter({ hasText: RELAY }).last()
  await item.getByText(`${say('words:relay')}:`).waitFor({ state: 'attached' })
}

function personOf(loginName: string, name: string, role: Grant['role']): Promise<Account> {
  const { administration, server } = village
  const grants = [{ role, areaId: AREA.areaId }]
  return makePerson(administration, { httpUrl: server.httpUrl, loginName, name, grants })
}

async function opened(size: typeof DESK, account: Account): Promise<PersonAtPage> {
  const person = await browser.open({ httpUrl: village.server.httpUrl, size })
  await signIn(person, account)
  await person.page.getByRole('heading', { name: person.say('shell:nav.overview'), level: 1 }).waitFor()
  return person
}
