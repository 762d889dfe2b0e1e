import { readFileSync } from 'node:fs'
import { systemClock } from '@tieng-lang/protocol/node'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { faultsInBothThemes } from './support/console/axe.ts'
import { DESK, type PersonAtPage, PHONE, TestBrowser } from './support/console/browser.ts'
import { openAdding } from './support/console/bulletins-page.ts'
import { chooseOwnPassword, signIn } from './support/console/sign-in.ts'
import { type Account, makeAccount, makePerson } from './support/people.ts'
import { speak } from './support/sound/speech.ts'
import { eventually, TestVillage } from './support/village.ts'

/** Read from the router itself, so that no page is forgotten. */
const ROUTER = readFileSync(new URL('../web-console/src/router.tsx', import.meta.url), 'utf8')
const PATHS = [...ROUTER.matchAll(/path: '([^']+)'/g)].map(([, path]) => path ?? '')
const SIZES = [
  { where: 'desk', size: DESK },
  { where: 'phone', size: PHONE },
]

let village: TestVillage
let browser: TestBrowser
let administrator: Account
let bulletinId: string

beforeAll(async () => {
  village = await TestVillage.start({
    boards: [{ warmUpMs: 100 }, { warmUpMs: 100 }],
    quietHours: { windows: [{ from: '21:30', until: '04:30' }] },
    ownProcess: {},
  })
  for (const { name } of village.members) await village.settled(name)
  const bulletin = await village.addBulletin(await speak('Mời bà con chú ý theo dõi.'), 'Bản tin sáng')
  bulletinId = bulletin.bulletinId
  await village.playOnce(bulletin, { programmeId: 'da-phat', at: systemClock.now() + 3_000 })
  await village.putProgramme({
    recurrence: { kind: 'daily', startTimes: ['05:30', '17:00', '22:00'] },
    playlist: [{ itemId: 'tin', title: 'Bản tin sáng', bulletinId, repeats: 2, gapMs: 1_000 }],
  })
  await makeWaiting(bulletin.bulletinId)
  const grants = [{ role: 'administrator' as const, areaId: null }]
  const { httpUrl } = village.server
  const account = { loginName: 'quan-tri', name: 'Bác Tâm', grants, httpUrl }
  administrator = await makePerson(village.administration, account)
  browser = await TestBrowser.start()
  await eventually('something was played', async () => (await village.playouts()).length > 0)
})

afterAll(async () => {
  await browser?.stop()
  await village?.stop()
})

describe.each(SIZES)('at the size of a $where', ({ size }) => {
  let person: PersonAtPage

  beforeAll(async () => {
    person = await browser.open({ httpUrl: village.server.httpUrl, size })
    await signIn(person, administrator)
    await person.page.getByRole('heading', { name: person.say('shell:nav.overview'), level: 1 }).waitFor()
  })
  afterAll(() => person?.leave())

  test.each(PATHS)('%s', async (path) => {
    await person.page.goto(pathOf(path))
    await shown(person.page)
    expect(await person.page.getByRole('heading', { level: 1 }).innerText()).not.toBe(
      person.say('session:signInTitle'),
    )
    expect(await faultsInBothThemes(person.page)).toEqual([])
  })

  test('the drawer in which bulletins are made, both ways', async () => {
    const { page, hands, say } = person
    await page.goto('/ban-tin')
    const drawer = await openAdding(person)
    expect(await faultsInBothThemes(page)).toEqual([])
    await hands.press(drawer.getByRole('tab', { name: say('bulletins:adding.speak') }))
    await drawer.getByRole('textbox', { name: say('bulletins:speech.text') }).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
  })

  test('the dialog of Dừng', async () => {
    const { page, hands, say } = person
    await page.goto('/phien')
    await hands.press(page.getByRole('button', { name: say('shell:stop.button'), exact: true }).first())
    await page.getByRole('dialog', { name: say('shell:stop.title') }).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
  })

  test('signing in, and choosing a password', async () => {
    const stranger = await browser.open({ httpUrl: village.server.httpUrl, size })
    const { page } = stranger
    await page.goto('/')
    await shown(page)
    expect(await faultsInBothThemes(page)).toEqual([])
    const loginName = `moi-${size.width}`
    const made = await makeAccount(village.administration, { loginName, name: 'Người mới', grants: [] })
    await signIn(stranger, made)
    await page.getByRole('heading', { name: stranger.say('session:changeTitle') }).waitFor()
    expect(await faultsInBothThemes(page)).toEqual([])
    await chooseOwnPassword(stranger, made, 'một câu của riêng tôi')
    await stranger.leave()
  })
})

/** Something that waits for an approver: a change of the programme that plays. */
async function makeWaiting(id: string): Promise<void> {
  await village.administration.post('/api/v1/programmes', {
    targets: { areas: ['xa-thu'], zones: [], clusters: [] },
    definition: {
      ...{ programmeId: 'cho-duyet', name: 'Bản tin chiều', priority: 'routine', validity: {} },
      ...{ latenessMsMax: 60_000, onInterrupted: 'resume', mayBeCut: false },
      recurrence: { kind: 'weekly', weekdays: [1, 3], startTimes: ['16:45'] },
      playlist: [{ itemId: 'tin', title: 'Bản tin sáng', bulletinId: id, repeats: 1, gapMs: 0 }],
    },
  })
  await village.administration.post('/api/v1/programmes/cho-duyet/submission', {})
}

function pathOf(path: string): string {
  return (
    path
      .replace('$bulletinId', bulletinId)
      .replace('$programmeId', 'chuong-trinh')
      .replace('$clusterId', 'cum-1')
      // What one that is under way looks like is seen in `emergency-pages.test.ts`.
      .replace('$emergencyId', 'khong-co')
  )
}

/** Its heading and what it asked the server for are there. */
async function shown(page: Page): Promise<void> {
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('networkidle')
}
