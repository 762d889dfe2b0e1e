import type { EmergencyAnswer, EmergencyLine, EmergencyScope, Page } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultsInBothThemes } from './support/console/axe.ts'
import { DESK, type PersonAtPage, PHONE, TestBrowser } from './support/console/browser.ts'
import {
  chooseEvent,
  chooseExercise,
  choosePin,
  counted,
  end,
  enter,
  followed,
  go,
  hold,
  holdButton,
  letGoEarly,
  pressPin,
  sounded,
  stands,
} from './support/console/emergency-page.ts'
import { LongWarning } from './support/console/long-warning.ts'
import { signIn } from './support/console/sign-in.ts'
import { within } from './support/console/within.ts'
import { type Account, makePerson } from './support/people.ts'
import { Horn } from './support/sound/horn.ts'
import { at, eventually, TestVillage } from './support/village.ts'

/** One cluster in each: one under the province itself, one in each commune. */
const AREAS = [
  { areaId: 'tinh', name: 'Tỉnh Thử', code: '24' },
  { areaId: 'xa-dong', name: 'Xã Đông', code: '07210', parentId: 'tinh' },
  { areaId: 'xa-tay', name: 'Xã Tây', code: '07211', parentId: 'tinh' },
]
const IN_DONG = 'cum-2'
const PIN = '246813'
/** What a person takes to see where to press next, on top of what the hands and the page take. */
const LOOK_MS = 800
/** Of a person's time, from the address of the page to the first sound. */
const TO_SOUND_MS_MAX = 15_000
const SILENT_WITHIN_MS = 2_000
const KIT_MS_MAX = 60_000
const HEARD_MS_MAX = 60_000

let village: TestVillage
let browser: TestBrowser
let operator: Account
let broadcaster: Account
let second: Account
let operatorPage: PersonAtPage

beforeAll(async () => {
  village = await TestVillage.start({
    boards: [{ warmUpMs: 100 }, { warmUpMs: 100 }, { warmUpMs: 100 }],
    areas: AREAS,
    emergencyKit: new LongWarning(),
  })
  const { administration, server } = village
  const { httpUrl } = server
  const person = (loginName: string, name: string, areaId: string, role: 'operator' | 'broadcaster') =>
    makePerson(administration, { httpUrl, loginName, name, grants: [{ role, areaId }] })
  operator = await person('hai', 'Anh Hải', 'xa-dong', 'operator')
  broadcaster = await person('lan', 'Chị Lan', 'tinh', 'broadcaster')
  second = await person('hung', 'Anh Hùng', 'tinh', 'operator')
  browser = await TestBrowser.start()
  operatorPage = await browser.open({ httpUrl, size: PHONE })
  await signIn(operatorPage, operator)
  await operatorPage.page
    .getByRole('heading', { name: operatorPage.say('shell:nav.overview'), level: 1 })
    .waitFor()
  await kitIsHeld()
})

afterAll(async () => {
  await browser?.stop()
  await village?.stop()
})

describe('the operator of a commune, at a phone', () => {
  test('is told that a PIN is missing, and sets one', async () => {
    const { page, say } = operatorPage
    await page.getByText(say('emergency:pinWanted.title')).waitFor()
    await choosePin(operatorPage, operator.password, '123456')
    await page.getByText(say('problems:pinTooSimple')).waitFor()
    await choosePin(operatorPage, operator.password, PIN)
    await page.getByText(say('emergency:pin.has')).waitFor()
    await page.goto('/')
    await page.getByRole('heading', { level: 1 }).waitFor()
    expect(await page.getByText(say('emergency:pinWanted.title')).count()).toBe(0)
  })

  test('letting go too early raises nothing; a wrong PIN neither', async () => {
    const { page, say } = operatorPage
    await enter(operatorPage)
    expect(await holdButton(operatorPage).isDisabled()).toBe(true)
    await chooseEvent(operatorPage, 'fire')
    expect(await faultsInBothThemes(page)).toEqual([])
    await letGoEarly(operatorPage)
    await hold(operatorPage)
    await pressPin(operatorPage, '975310')
    await go(operatorPage, 'confirm.fire')
    await page.getByText(say('problems:wrongPin')).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
    await page.getByRole('button', { name: say('common:close'), exact: true }).click()
    expect(await emergencies()).toEqual([])
  })

  test('warns of a storm within 15 s from the cold start of the page to the first sound', async () => {
    const { page, say } = operatorPage
    const look = () => page.waitForTimeout(LOOK_MS)
    const beganAt = systemClock.now()
    await page.goto('/')
    await page.getByRole('heading', { name: say('shell:nav.overview'), level: 1 }).waitFor()
    await look()
    await enter(operatorPage)
    await look()
    await chooseEvent(operatorPage, 'storm')
    await look()
    await hold(operatorPage)
    await look()
    await pressPin(operatorPage, PIN)
    await look()
    await go(operatorPage, 'confirm.fire')
    await followed(operatorPage)
    const soundAt = await firstSound(IN_DONG, beganAt)
    expect(soundAt - beganAt).toBeLessThan(TO_SOUND_MS_MAX)
    await sounded(operatorPage, 1)
    expect(await faultsInBothThemes(page)).toEqual([])
    // Nobody else's commune hears it.
    const horn = await hornOf('cum-3')
    expect(horn.isSilent({ from: beganAt, until: soundAt })).toBe(true)
  })

  test('ends it in one touch and the PIN: silence', async () => {
    const { page, say } = operatorPage
    const beganAt = systemClock.now()
    await end(operatorPage, 'cancel', PIN)
    await stands(operatorPage, 'state.cancelled')
    const endedAt = systemClock.now()
    await at(endedAt + SILENT_WITHIN_MS + 3_000)
    const horn = await hornOf(IN_DONG)
    const from = endedAt + SILENT_WITHIN_MS
    expect(horn.isSilent({ from, until: from + 2_000 })).toBe(true)
    expect(horn.sounds({ from: beganAt - 1_000, until: beganAt })).not.toEqual([])
    await page.getByText(say('emergency:moment.cancelled', { by: operator.name })).waitFor()
    // The record of what sounded brings the proof.
    await counted(operatorPage, 'heard', 1)
    await page.getByText(say('words:evidence.lineCurrent')).first().waitFor()
  })

  test('corrects a false alarm: the loudspeaker says so', async () => {
    const { page, say } = operatorPage
    await page.goto('/khan-cap')
    await chooseEvent(operatorPage, 'fire')
    await hold(operatorPage)
    await pressPin(operatorPage, PIN)
    await go(operatorPage, 'confirm.fire')
    const emergencyId = await followed(operatorPage)
    await sounded(operatorPage, 1)
    await end(operatorPage, 'correction', PIN)
    await page.getByText(say('emergency:moment.corrected', { by: operator.name })).waitFor()
    await eventually(
      'the cluster has said the correction',
      async () => {
        const lines = (await village.playouts()).filter(({ clusterId }) => clusterId === IN_DONG)
        const closing = `${emergencyId}#1#closing`
        return lines.some(({ occurrenceId, startedAt }) => occurrenceId === closing && startedAt !== null)
      },
      HEARD_MS_MAX,
    )
    await stands(operatorPage, 'state.cancelled')
  })

  test('the network is lost at the moment of sending: the same order is sent again, and there is one emergency', async () => {
    const { page, say } = operatorPage
    const before = (await emergencies()).length
    let failures = 0
    await page.route('**/api/v1/emergencies', async (route) => {
      if (route.request().method() !== 'POST' || failures >= 2) return route.fallback()
      failures += 1
      // The first one arrives, and only its answer is lost.
      if (failures === 1) await route.fetch()
      return route.abort('connectionreset')
    })
    await page.goto('/khan-cap')
    await chooseEvent(operatorPage, 'flood')
    await hold(operatorPage)
    await pressPin(operatorPage, PIN)
    await go(operatorPage, 'confirm.fire')
    await page.getByText(say('emergency:confirm.lost')).waitFor()
    const emergencyId = await followed(operatorPage)
    await page.unroute('**/api/v1/emergencies')
    expect(failures).toBe(2)
    const after = await emergencies()
    expect(after.length).toBe(before + 1)
    expect(after[0]?.emergencyId).toBe(emergencyId)
    await end(operatorPage, 'allClear', PIN)
    await stands(operatorPage, 'state.ended')
    operatorPage.troubles.length = 0
  })
})

describe('an exercise', () => {
  test('looks different everywhere, also to whoever only sees its banner', async () => {
    const { page, say } = operatorPage
    const word = say('emergency:exerciseWord')
    const desk = await browser.open({ httpUrl: village.server.httpUrl, size: DESK })
    await signIn(desk, broadcaster)
    await desk.page.getByRole('heading', { name: desk.say('shell:nav.overview'), level: 1 }).waitFor()
    await page.goto('/khan-cap')
    const real = await groundOf(operatorPage)
    await chooseExercise(operatorPage)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(word)
    expect(await groundOf(operatorPage)).not.toBe(real)
    await chooseEvent(operatorPage, 'storm')
    await hold(operatorPage)
    await page.getByRole('dialog').getByText(word, { exact: true }).first().waitFor()
    await pressPin(operatorPage, PIN)
    await go(operatorPage, 'confirm.fireExercise')
    await followed(operatorPage)
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain(word)
    await stands(operatorPage, 'activeExercise')
    expect(await faultsInBothThemes(page)).toEqual([])
    const banner = desk.page.getByRole('alert').filter({ hasText: word })
    await banner.waitFor()
    expect(await banner.getAttribute('class')).toContain('tl-exercise-stripes')
    expect(await faultsInBothThemes(desk.page)).toEqual([])
    await sounded(operatorPage, 1)
    await finishExercise(operatorPage)
    await page.getByText(say('emergency:score.title')).waitFor()
    await banner.waitFor({ state: 'detached' })
    expect(desk.troubles).toEqual([])
    await desk.leave()
  })
})

describe('beyond a commune', () => {
  test('the name is typed and a second person confirms from the banner with a PIN of their own', async () => {
    const { httpUrl } = village.server
    const asker = await browser.open({ httpUrl, size: DESK })
    const other = await browser.open({ httpUrl, size: PHONE, language: 'en' })
    await signIn(asker, broadcaster)
    await asker.page.getByRole('heading', { name: asker.say('shell:nav.overview'), level: 1 }).waitFor()
    await choosePin(asker, broadcaster.password, PIN)
    await asker.page.getByText(asker.say('emergency:pin.has')).waitFor()
    await signIn(other, second)
    await other.page.getByRole('heading', { name: other.say('shell:nav.overview'), level: 1 }).waitFor()
    await choosePin(other, second.password, '864209')
    await other.page.getByText(other.say('emergency:pin.has')).waitFor()
    await other.page.goto('/')

    await enter(asker)
    await chooseEvent(asker, 'evacuation')
    await asker.hands.press(asker.page.getByRole('button', { name: 'Tỉnh Thử', exact: true }))
    await asker.page.getByText(asker.say('emergency:raise.scope', { count: 3 })).waitFor()
    await hold(asker)
    const name = asker.page.getByLabel(asker.say('emergency:confirm.typeName', { name: 'Tỉnh Thử' }))
    await asker.hands.fill(name, 'xa dong')
    await pressPin(asker, PIN)
    await go(asker, 'confirm.ask')
    await asker.page.getByText(asker.say('problems:wrongAreaName')).waitFor()
    await asker.hands.fill(name, 'tinh thu')
    await pressPin(asker, PIN)
    await go(asker, 'confirm.ask')
    const emergencyId = await followed(asker)
    await stands(asker, 'state.awaiting')
    await asker.page.getByText(asker.say('emergency:second.cannot')).waitFor()

    const askedAt = systemClock.now()
    const banner = other.page.getByRole('alert').filter({ hasText: broadcaster.name })
    const confirm = banner.getByRole('button', { name: other.say('emergency:banner.confirm') })
    await other.hands.press(confirm)
    await pressPin(other, '864209')
    const confirmedAt = systemClock.now()
    expect((await hornOf(IN_DONG)).isSilent({ from: askedAt, until: confirmedAt - 1_000 })).toBe(true)
    await go(other, 'second.confirm')
    expect(await followed(other)).toBe(emergencyId)
    for (const cluster of village.members) await firstSound(cluster.name, confirmedAt)
    await sounded(asker, 3)
    const { secondPerson, moments } = await emergency(emergencyId)
    expect(secondPerson).toBe(second.name)
    expect(moments.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['secondPersonAsked', 'confirmed', 'raised']),
    )
    await end(asker, 'cancel', PIN)
    await stands(asker, 'state.cancelled')
    expect([...asker.troubles, ...other.troubles]).toEqual([])
    await asker.leave()
    await other.leave()
  })
})

test('nothing went wrong in the operator’s page', () => {
  expect(operatorPage.troubles).toEqual([])
})

/** Every cluster holds the messages of the events that are used here. */
async function kitIsHeld(): Promise<void> {
  for (const { name } of village.members) await village.settled(name)
  const place = { areas: ['tinh'], zones: [], clusters: [], polygons: [] }
  for (const event of ['fire', 'storm', 'flood', 'evacuation'])
    await eventually(
      `the clusters hold the message for ${event}`,
      async () => {
        const scope = await village.administration.post<EmergencyScope>('/api/v1/emergency-scopes', {
          place,
          event,
        })
        return scope.withoutMessage === 0
      },
      KIT_MS_MAX,
    )
}

async function hornOf(cluster: string): Promise<Horn> {
  const member = village.members.find(({ name }) => name === cluster)
  if (!member) throw new Error(`no cluster ${cluster}`)
  return Horn.of(member)
}

/** When a cluster's horn first sounds after an instant. */
function firstSound(cluster: string, from: number): Promise<number> {
  return eventually(
    `${cluster} sounds`,
    async () => {
      const [first] = (await hornOf(cluster)).sounds({ from, until: systemClock.now() })
      return first?.from
    },
    HEARD_MS_MAX,
  )
}

async function emergencies(): Promise<EmergencyLine[]> {
  return (await village.administration.get<Page<EmergencyLine>>('/api/v1/emergencies?state=all')).items
}

function emergency(emergencyId: string): Promise<EmergencyAnswer> {
  return village.administration.get<EmergencyAnswer>(`/api/v1/emergencies/${emergencyId}`)
}

/** The colour and stripes of the large button. */
function groundOf(person: PersonAtPage): Promise<string> {
  const ground = holdButton(person).evaluate((element) => {
    const { backgroundImage } = element.ownerDocument.defaultView.getComputedStyle(element)
    return `${element.dataset.exercise ?? 'real'} ${backgroundImage}`
  })
  return within('the ground of the large button', ground)
}

async function finishExercise(person: PersonAtPage): Promise<void> {
  const { page, hands, say } = person
  await hands.press(page.getByRole('button', { name: say('emergency:end.finish'), exact: true }))
  await pressPin(person, PIN)
  await go(person, 'end.finishGo')
  await stands(person, 'endedExercise')
}
