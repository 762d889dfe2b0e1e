import { afterAll, beforeAll, expect, test } from 'vitest'
import { SoundNames } from '../../src/broadcasting/cluster-board/sound-names.ts'
import { temporaryFolder } from '../running-server.ts'
import { deskRoom, fillRoom } from './desk-room.ts'

const folder = temporaryFolder()
let room: Awaited<ReturnType<typeof deskRoom>>

beforeAll(async () => {
  room = await deskRoom(folder.path)
  fillRoom(room)
})
afterAll(async () => {
  await room.stop()
  folder.remove()
})

test('a session has its name in the log, also where a cluster joined it again after it had expired', () => {
  const { sessionId, title } = room.begin()
  const names = new SoundNames(room.database)
  const called = { title, programmeName: 'Phát trực tiếp', durationMs: null }
  expect(names.of(sessionId)).toEqual(called)
  expect(names.of(`${sessionId}/2`)).toEqual(called)
  expect(names.of('tt-nobody/2').title).toBe('')
})
