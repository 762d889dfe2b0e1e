import type { CapMessageLine, EmergencyAnswer, NewCapSenderAnswer } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CAP_SENDER, geocode, letsSound, message } from '../server/test/cap/cap-systems.ts'
import { faultsInBothThemes } from './support/console/axe.ts'
import { DESK, type PersonAtPage, TestBrowser } from './support/console/browser.ts'
import {
  chooseEvent,
  choosePin,
  counted,
  end,
  followed,
  go,
  hold,
  pressPin,
  stands,
} from './support/console/emergency-page.ts'
import { LongWarning } from './support/console/long-warning.ts'
import { signIn } from './support/console/sign-in.ts'
import { makePerson } from './support/people.ts'
import { eventually, TestVillage } from './support/village.ts'

/** One cluster in each commune. */
const AREAS = [
  { areaId: 'xa-dong', name: 'Xã Đông', code: '07210' },
  { areaId: 'xa-tay', name: 'Xã Tây', code: '07211' },
]
const PIN = '246813'
/** Where the clusters stand; the polygon is drawn around the first. */
const POSITIONS = [
  { latitude: 20.9, longitude: 105.9 },
  { latitude: 20.98, longitude: 106.02 },
]
const SETTLED_MS_MAX = 60_000

let village: TestVillage
let browser: TestBrowser
let person: PersonAtPage

beforeAll(async () => {
  village = await TestVillage.start({
    boards: [{ warmUpMs: 100 }, { warmUpMs: 100 }],
    areas: AREAS,
    emergencyKit: new LongWarning(),
  })
  const { administration, server } = village
  const { httpUrl } = server
  for (const [index, position] of POSITIONS.entries())
    await administration.patch(`/api/v1/clusters/cum-${index + 1}`, { position })
  const account = await makePerson(administration, {
    ...{ httpUrl, loginName: 'tam', name: 'Bác Tâm' },
    grants: [{ role: 'administrator', areaId: null }],
  })
  browser = await TestBrowser.start()
  person = await browser.open({ httpUrl, size: DESK })
  await signIn(person, account)
  await person.page.getByRole('heading', { name: person.say('shell:nav.overview'), level: 1 }).waitFor()
  await choosePin(person, account.password, PIN)
  await person.page.getByText(person.say('emergency:pin.has')).waitFor()
  await village.settled('cum-1')
  await village.settled('cum-2')
})

afterAll(async () => {
  await browser?.stop()
  await village?.stop()
})

test('what is said beforehand is listed for each event', async () => {
  const { page, say } = person
  await page.goto('/loi-khan-cap')
  await page.getByRole('heading', { name: say('emergency:messages.title'), level: 1 }).waitFor()
  for (const event of ['storm', 'evacuation'])
    await page
      .getByText(say(`emergency:event.${event}`), { exact: true })
      .first()
      .waitFor()
  const listen = new RegExp(
    say('emergency:messages.listen', { name: say('emergency:messages.role.message') }),
  )
  await page.getByRole('button', { name: listen }).first().waitFor()
  expect(await faultsInBothThemes(page)).toEqual([])
})

test('a polygon drawn on the map reaches the cluster inside it; a new warning takes its place', async () => {
  const { page, hands, say } = person
  await page.goto('/khan-cap')
  await chooseEvent(person, 'flood')
  await page.getByText(say('emergency:place.map')).click()
  const map = page.getByRole('application', { name: say('emergency:place.mapLabel') })
  // South-west of the middle of the two, where the first stands.
  for (const [across, down] of [
    [0.02, 0.55],
    [0.4, 0.55],
    [0.4, 0.97],
    [0.02, 0.97],
  ] as const)
    await pressOnMap(across, down)
  await hands.press(page.getByRole('button', { name: say('emergency:place.mapDone'), exact: true }))
  await page.getByText(say('emergency:raise.scope', { count: 1 })).waitFor()
  await hold(person)
  await pressPin(person, PIN)
  await go(person, 'confirm.fire')
  const emergencyId = await followed(person)
  expect((await emergency(emergencyId)).clusters.map(({ clusterId }) => clusterId)).toEqual(['cum-1'])

  await hands.press(page.getByRole('button', { name: say('emergency:update.act'), exact: true }))
  const dialog = page.getByRole('dialog')
  await hands.fill(dialog.getByLabel(say('emergency:update.reason'), { exact: true }), 'Nước lên nhanh')
  await pressPin(person, PIN)
  await go(person, 'update.go')
  await page
    .getByText(say('emergency:follow.edition', { edition: 2 }))
    .first()
    .waitFor()
  expect((await emergency(emergencyId)).edition).toBe(2)
  await end(person, 'cancel', PIN)
  await stands(person, 'state.cancelled')

  async function pressOnMap(across: number, down: number): Promise<void> {
    await map.scrollIntoViewIfNeeded()
    const box = await map.boundingBox()
    if (!box) throw new Error('no map is drawn')
    await map.click({ position: { x: box.width * across, y: box.height * down } })
  }
})

test('broken glass: nobody is waited for, it is shown and recorded; who was not reached is resolved', async () => {
  const { page, hands, say } = person
  const [, inTay] = village.members
  if (inTay) await village.fleet.stopAgent(inTay)
  await page.goto('/khan-cap')
  await chooseEvent(person, 'evacuation')
  for (const { name } of AREAS) await hands.press(page.getByRole('button', { name, exact: true }))
  await page.getByText(say('emergency:raise.scope', { count: 2 })).waitFor()
  await hold(person)
  const dialog = page.getByRole('dialog')
  const typed = dialog.getByRole('textbox').first()
  await hands.fill(typed, await typedName())
  await hands.press(dialog.getByRole('radio', { name: say('emergency:confirm.breakGlass') }))
  await hands.fill(
    dialog.getByLabel(say('emergency:confirm.breakGlassReason'), { exact: true }),
    'Không gọi được ai',
  )
  await pressPin(person, PIN)
  await go(person, 'confirm.fire')
  const emergencyId = await followed(person)
  await page.getByText(say('emergency:follow.brokeGlass')).first().waitFor()
  const { moments } = await emergency(emergencyId)
  expect(moments.map(({ kind }) => kind)).toContain('brokeGlass')

  await counted(person, 'notReached', 1)
  await hands.press(page.getByRole('button', { name: say('emergency:resolve.actNamed', { name: 'cum-2' }) }))
  await hands.fill(page.getByLabel(say('emergency:resolve.note'), { exact: true }), 'Đã đi báo từng nhà')
  await hands.press(page.getByRole('button', { name: say('emergency:resolve.save'), exact: true }))
  await page.getByText('Đã đi báo từng nhà').first().waitFor()
  await end(person, 'cancel', PIN)
  await stands(person, 'state.cancelled')

  /** What the dialog asks to be typed. */
  async function typedName(): Promise<string> {
    const scope = await village.administration.post<{ areaName: string }>('/api/v1/emergency-scopes', {
      place: { areas: ['xa-dong', 'xa-tay'], zones: [], clusters: [], polygons: [] },
      event: 'evacuation',
    })
    return scope.areaName
  }
})

test('another system is let in, its warning waits, and sounds once somebody lets it', async () => {
  const { page, hands, say } = person
  const token = await letIn()
  const { xml } = message({ area: { geocode: geocode('07210') }, info: { headline: 'Bão số 9' } })
  const answer = await fetch(`${village.server.httpUrl}/api/v1/cap`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/cap+xml' },
    body: xml,
  })
  expect(answer.ok).toBe(true)
  await page.goto('/')
  await page.getByRole('alert').filter({ hasText: 'Bão số 9' }).waitFor()
  await page.goto('/khan-cap')
  expect(await faultsInBothThemes(page)).toEqual([])
  await hands.press(page.getByRole('button', { name: say('emergency:inbox.accept'), exact: true }))
  await pressPin(person, PIN)
  const beganAt = systemClock.now()
  await go(person, 'confirm.fire')
  const emergencyId = await followed(person)
  const [line] = await village.administration.get<CapMessageLine[]>('/api/v1/cap-messages?state=all')
  expect(line).toMatchObject({ state: 'accepted', emergencyId })
  await eventually(
    'the commune hears it',
    async () => {
      const { counts } = await emergency(emergencyId)
      return counts.heard + counts.playedNotProven > 0
    },
    SETTLED_MS_MAX,
  )
  expect(systemClock.now() - beganAt).toBeLessThan(SETTLED_MS_MAX)
  await end(person, 'allClear', PIN)
  await stands(person, 'state.ended')
})

test('a warning is told in words and with its way where a poor line brings no signs', async () => {
  const { page, say } = person
  await page.goto('/khan-cap')
  await chooseEvent(person, 'fire')
  await person.hands.press(page.getByRole('button', { name: 'Xã Đông', exact: true }))
  await hold(person)
  await pressPin(person, PIN)
  await go(person, 'confirm.fire')
  const emergencyId = await followed(person)
  await page.route(/event-mark.*\.js/, (route) => route.abort())
  await page.goto('/')
  const banner = page.getByRole('alert').filter({ hasText: say('emergency:event.fire') })
  await banner.waitFor()
  await person.hands.press(banner.getByRole('link', { name: say('emergency:banner.follow') }))
  await page.unroute(/event-mark.*\.js/)
  await page.waitForURL(`**/khan-cap/${emergencyId}`)
  person.troubles.length = 0
})

/** On its page, as an administrator does; gives the token that is shown once. */
async function letIn(): Promise<string> {
  const { page, hands, say } = person
  const words = (key: string) => say(`capSenders:${key}`)
  await page.goto('/he-thong-canh-bao')
  await hands.press(page.getByRole('button', { name: words('add'), exact: true }))
  const dialog = page.getByRole('dialog')
  await hands.fill(dialog.getByLabel(words('name'), { exact: true }), 'Đài khí tượng')
  await hands.fill(dialog.getByLabel(words('senders'), { exact: true }), CAP_SENDER)
  await hands.choose(dialog.getByRole('combobox', { name: words('areas') }), 'Xã Đông')
  await hands.press(dialog.getByRole('button', { name: words('addPolicy'), exact: true }))
  expect(await faultsInBothThemes(page)).toEqual([])
  await hands.press(dialog.getByRole('button', { name: words('create'), exact: true }))
  const token = await page.getByText(/^cap_/).innerText()
  await hands.press(page.getByRole('button', { name: words('done'), exact: true }))
  await page.getByRole('listitem').filter({ hasText: 'Đài khí tượng' }).waitFor()
  const [kept] = await village.administration.get<NewCapSenderAnswer['capSender'][]>('/api/v1/cap-senders')
  expect(kept?.policies).toEqual([letsSound({ statuses: ['Actual'], decision: 'wait' })])
  return token.trim()
}

function emergency(emergencyId: string): Promise<EmergencyAnswer> {
  return village.administration.get<EmergencyAnswer>(`/api/v1/emergencies/${emergencyId}`)
}
