import { afterAll, beforeAll, expect, test } from 'vitest'
import { SoundNames } from '../../src/broadcasting/cluster-board/sound-names.ts'
import { findLiveSession, replaceLiveSession } from '../../src/storage/live/live-sessions.ts'
import { temporaryFolder } from '../running-server.ts'
import { deskRoom, fillRoom } from './desk-room.ts'

const folder = temporaryFolder()
let room: Awaited<ReturnType<typeof deskRoom>>
let begun: ReturnType<typeof room.begin>

beforeAll(async () => {
  room = await deskRoom(folder.path)
  fillRoom(room)
  begun = room.begin()
})
afterAll(async () => {
  await room.stop()
  folder.remove()
})

test('a session has its name in the log, also where a cluster joined it again after it had expired', () => {
  const { sessionId, title } = begun
  const names = new SoundNames(room.database)
  const called = { title, programmeName: 'Phát trực tiếp', durationMs: null, isRelay: false }
  expect(names.of(sessionId)).toEqual(called)
  expect(names.of(`${sessionId}/2`)).toEqual(called)
  expect(names.of('tt-nobody/2').title).toBe('')
})

test('what has left its programme is known for a relay by the session in which it was heard', () => {
  const { database } = room
  const session = findLiveSession(database, begun.sessionId)
  if (!session) throw new Error('no session')
  replaceLiveSession(database, { ...session, occurrenceId: 'ct-cu@once/dai/1' })
  const names = new SoundNames(database)
  expect(names.of('ct-cu@once/dai/1')).toMatchObject({ title: '', isRelay: true })
  expect(names.of('ct-cu@once/tin/1')).toMatchObject({ title: '', isRelay: false })
})
