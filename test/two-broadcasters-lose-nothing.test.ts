import type { ProgrammeAnswer } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type PersonAtPage, TestBrowser } from './support/console/browser.ts'
import { changeStartTimes, saveDraft } from './support/console/programme-page.ts'
import { signIn } from './support/console/sign-in.ts'
import { makePerson } from './support/people.ts'
import { speak } from './support/sound/speech.ts'
import { TestVillage } from './support/village.ts'

const PROGRAMME = 'ban-tin-sang'

let village: TestVillage
let browser: TestBrowser
let lan: PersonAtPage
let hung: PersonAtPage

beforeAll(async () => {
  village = await TestVillage.start({ boards: [{}], ownProcess: {} })
  const { bulletinId } = await village.addBulletin(await speak('Mời bà con chú ý theo dõi.'))
  await village.putProgramme({
    ...{ programmeId: PROGRAMME, name: 'Bản tin sáng' },
    recurrence: { kind: 'daily', startTimes: ['05:30'] },
    playlist: [{ itemId: 'tin', title: 'Bản tin', bulletinId, repeats: 1, gapMs: 0 }],
  })
  browser = await TestBrowser.start()
  lan = await broadcasterAtProgramme('lan', 'Chị Lan')
  hung = await broadcasterAtProgramme('hung', 'Anh Hùng')
})

afterAll(async () => {
  await browser?.stop()
  await village?.stop()
})

test('whoever saves second is told who was first, sees both versions, and what was typed still stands', async () => {
  await rename(lan, 'Bản tin sáng của Lan')
  await rename(hung, 'Bản tin sáng của Hùng')
  await changeStartTimes(hung, ['06:15'])
  await save(lan)
  await hung.page.getByText(hung.say('programmes:newer.title')).waitFor()
  expect(await present()).toMatchObject({ name: 'Bản tin sáng của Lan' })

  await saveDraft(hung)
  const dialog = hung.page.getByRole('dialog', { name: hung.say('common:conflict.title') })
  await dialog.waitFor()
  const shown = await dialog.innerText()
  for (const known of ['Bản tin sáng của Lan', 'Chị Lan', '05:30', 'Bản tin sáng của Hùng', '06:15'])
    expect(shown).toContain(known)
  await hung.page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await nameField(hung).inputValue()).toBe('Bản tin sáng của Hùng')
  expect(await present()).toMatchObject({ name: 'Bản tin sáng của Lan' })
})

test('only who says so puts a version over the other, and the page of the other says it too', async () => {
  await rename(lan, 'Lan sửa tiếp')
  await saveDraft(hung)
  const dialog = hung.page.getByRole('dialog', { name: hung.say('common:conflict.title') })
  await hung.hands.press(dialog.getByRole('button', { name: hung.say('common:conflict.putMine') }))
  await hung.page.getByText(hung.say('programmes:save.nothingNew'), { exact: true }).waitFor()
  expect(await present()).toMatchObject({
    name: 'Bản tin sáng của Hùng',
    recurrence: { startTimes: ['06:15'] },
  })

  const newer = lan.page.getByRole('button', { name: lan.say('programmes:newer.show') })
  await lan.hands.press(newer)
  const other = lan.page.getByRole('dialog', { name: lan.say('common:conflict.title') })
  expect(await other.innerText()).toContain('Lan sửa tiếp')
  await lan.hands.press(other.getByRole('button', { name: lan.say('common:conflict.takeTheirs') }))
  await other.waitFor({ state: 'detached' })
  expect(await nameField(lan).inputValue()).toBe('Bản tin sáng của Hùng')
  expect([...lan.troubles, ...hung.troubles]).toEqual([])
})

async function broadcasterAtProgramme(loginName: string, name: string): Promise<PersonAtPage> {
  const { administration, server } = village
  const grants = [{ role: 'broadcaster' as const, areaId: 'xa-thu' }]
  const account = await makePerson(administration, { loginName, name, grants, httpUrl: server.httpUrl })
  const person = await browser.open({ httpUrl: server.httpUrl })
  await signIn(person, account)
  await person.page.getByRole('heading', { name: person.say('shell:nav.overview'), level: 1 }).waitFor()
  await person.page.goto(`/lich-phat/${PROGRAMME}`)
  await nameField(person).waitFor()
  return person
}

function nameField({ page, say }: PersonAtPage) {
  return page.getByRole('textbox', { name: say('programmes:name.name') })
}

function rename(person: PersonAtPage, name: string): Promise<void> {
  return person.hands.fill(nameField(person), name)
}

async function save(person: PersonAtPage): Promise<void> {
  await saveDraft(person)
  await person.page.getByText(person.say('programmes:save.nothingNew'), { exact: true }).waitFor()
}

/** What the server keeps. */
async function present(): Promise<ProgrammeAnswer['definition']> {
  return (await village.administration.get<ProgrammeAnswer>(`/api/v1/programmes/${PROGRAMME}`)).definition
}
