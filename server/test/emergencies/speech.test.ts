import type { EmergencyAnswer } from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { enrolBoard, type TestBoard } from '../board.ts'
import { eventually } from '../running-server.ts'
import {
  emergenciesOf,
  emergencyOn,
  look,
  type Person,
  personWithPin,
  raise,
  serverWithKit,
  startCommune,
  stopCommune,
  stormOrder,
} from './commune.ts'

let dataDir: string
let server: RunningServer
let lan: Person
let board: TestBoard
const TEXT = 'Bão số 5 đổ bộ lúc 18 giờ. Bà con ở yên trong nhà.'

beforeAll(async () => {
  ;({ dataDir, server, lan, board } = await startCommune())
})
afterAll(() => stopCommune({ dataDir, server, board }))

const until = (emergencyId: string, isGood: (answer: EmergencyAnswer) => boolean) =>
  eventually(async () => (await look(lan, emergencyId)).body, isGood)

test('typed words go out at once with the stored message, and a moment later as speech: the same edition, fetched by its hash', async () => {
  const { body } = await raise(lan, stormOrder({ text: TEXT }))
  expect(body.speech).toBe('making')
  const { emergencyId } = body
  const isIt = (sent: { emergencyId: string }) => sent.emergencyId === emergencyId
  const spoken = await emergencyOn(board, (sent) => isIt(sent) && sent.sounds.speech !== null)
  const [first] = emergenciesOf(board).filter((each) => isIt(each.body))
  expect(first?.body.sounds).toMatchObject({ speech: null, message: [{}], opening: [{}] })
  expect(spoken.body).toEqual({ ...first?.body, sounds: spoken.body.sounds })
  expect(spoken.revision).toBeGreaterThan(first?.revision ?? 0)
  const { speech } = spoken.body.sounds
  expect(speech?.durationMs).toBeGreaterThan(2_000)
  const audio = await fetch(`${server.httpUrl}/media/${speech?.sha256}`)
  expect(audio.status).toBe(200)
  expect((await audio.arrayBuffer()).byteLength).toBe(speech?.sizeBytes)
  const { moments } = await until(emergencyId, (answer) => answer.speech === 'ready')
  expect(moments.some(({ kind }) => kind === 'speechReady')).toBe(true)
})

test('what nobody can speak leaves the stored message, and is told', async () => {
  const { body } = await raise(lan, stormOrder({ text: 'Nyob zoo', language: 'hmn' }))
  const failed = await until(body.emergencyId, (answer) => answer.speech === 'failed')
  expect(failed.moments.find(({ kind }) => kind === 'speechFailed')?.detail).toMatchObject({
    code: 'voiceUnknown',
  })
  expect(failed.state).toBe('active')
})

test('speech that a restart has cut is made by the next life', async () => {
  const { emergencyId } = (await raise(lan, stormOrder({ text: `${TEXT} ${TEXT}` }))).body
  await board.stop()
  await server.stop()
  server = await serverWithKit(dataDir)
  lan = await personWithPin(server, 'hai', [['operator', 'xa-a']])
  board = await enrolBoard(server, 'c-2')
  await until(emergencyId, (answer) => answer.speech === 'ready')
})
