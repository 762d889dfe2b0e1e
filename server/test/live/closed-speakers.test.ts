import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { replaceGrants } from '../../src/storage/accounts/grants.ts'
import type { Person } from '../emergencies/commune.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { askerWith, signInForCookie } from '../signed-in.ts'
import { buildWakefulProvince, microphoneOf, speakTo } from './live-commune.ts'
import { RawSpeaker } from './raw-speaker.ts'
import { audioMessage } from './speaker.ts'

const folder = temporaryFolder()
let server: RunningServer
let lan: Person
let cookie: string

beforeAll(async () => {
  server = await runServer(folder.path)
  buildWakefulProvince(server)
  cookie = signInForCookie(server, 'lan', [['operator', 'xa-a']])
  lan = askerWith(server, cookie)
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

/** A client that does not go when it is told to. */
async function stubbornSpeaker() {
  const { sessionId } = (await speakTo(lan, { takeOver: true })).body
  const url = `${server.httpUrl}/api/v1/live/${sessionId}/audio`
  const speaker = await new RawSpeaker(url, cookie).opened()
  const run = server.services.live.run(sessionId)
  if (!run) throw new Error('no run')
  let sample = 0
  const speak = async (levelDb: number) => {
    for (let packet = 0; packet < 10; packet += 1) {
      speaker.send(audioMessage(sample, { levelDb }))
      sample += 960
      await sleep(systemClock, 20)
    }
  }
  return { sessionId, speaker, run, speak }
}

test('whoever was replaced by another microphone says nothing more, however long they keep the line', async () => {
  const { sessionId, speaker, run, speak } = await stubbornSpeaker()
  await speak(-60)
  expect(run.source.levelDb).toBe(-60)
  const second = await microphoneOf(server, sessionId, cookie)
  await eventually(
    () => speaker.hasHeard('replaced'),
    (hasHeard) => hasHeard,
  )
  await speak(-3)
  expect(run.source.levelDb).toBe(-60)
  second.stop()
  speaker.stop()
})

test('whose message was refused says nothing more over that line', async () => {
  const { speaker, run, speak } = await stubbornSpeaker()
  await speak(-60)
  speaker.send(Buffer.alloc(9))
  await eventually(
    () => speaker.hasHeard('badAudioMessage'),
    (hasHeard) => hasHeard,
  )
  await speak(-3)
  expect(run.source.levelDb).toBe(-60)
  speaker.stop()
})

test('whose right was withdrawn while they speak is let go within seconds, and says nothing more', async () => {
  const { speaker, run, speak } = await stubbornSpeaker()
  await speak(-60)
  replaceGrants(server.services.database, run.session.speakerId ?? '', [{ role: 'auditor', areaId: 'xa-a' }])
  await eventually(
    () => speaker.hasHeard('notAllowed'),
    (hasHeard) => hasHeard,
  )
  await speak(-3)
  expect([run.source.levelDb, run.speaker]).toEqual([-60, undefined])
  speaker.stop()
})
