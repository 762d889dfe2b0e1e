import {
  compileShape,
  ed25519Check,
  LiveSession,
  type LiveSessionAnswer,
  liveAudience,
  matchTopic,
  type NewLiveSession,
  openDocument,
  type SealedDocument,
  TOPICS,
} from '@tieng-lang/protocol'
import type { RunningServer } from '../../src/app.ts'
import type { TestBoard } from '../board.ts'
import { buildProvince, type Person } from '../emergencies/commune.ts'
import { eventually } from '../running-server.ts'
import type { Answered } from '../signed-in.ts'
import { changeArea } from '../tree.ts'
import { liveOrder, Microphone } from './speaker.ts'

const bodyCheck = compileShape(LiveSession)

/** The province without quiet hours, so that a test means the same at any hour. */
export function buildWakefulProvince(server: RunningServer): void {
  buildProvince(server)
  changeArea(server.services, 'tinh', { settings: { quietHours: { windows: [] } } })
}

export function speakTo(
  person: Person,
  changes: Partial<NewLiveSession> = {},
): Promise<Answered<LiveSessionAnswer>> {
  return person<LiveSessionAnswer>('POST', '/live-sessions', { body: liveOrder(changes) })
}

export function microphoneOf(server: RunningServer, sessionId: string, cookie: string): Promise<Microphone> {
  const url = `${server.httpUrl.replace('http', 'ws')}/api/v1/live/${sessionId}/audio`
  return new Microphone(url, { cookie }).opened()
}

export type Sent = SealedDocument<LiveSession> & { topic: string; bytes: Uint8Array }

/** Every session that a board was sent, opened with the real envelope, in order of arrival. */
export function sessionsOf(board: TestBoard): Sent[] {
  const keySet = board.documents('keys').at(-1)?.body
  return board.messages.flatMap(({ topic, payload }) => {
    const match = matchTopic(topic)
    if (match?.name !== 'live' || payload.length === 0) return []
    const opened = openDocument(payload, {
      ...{ type: 'live', bytesMax: TOPICS.live.bytesMax, bodyCheck, signatures: ed25519Check() },
      audience: liveAudience(match.parameters.sessionId ?? ''),
      keyring: { root: board.identity.rootKey, keySet: keySet as never, areaPath: board.identity.areaPath },
      now: undefined,
    })
    if (!opened.ok) throw new Error(`${opened.code} ${opened.detail}`)
    return [{ ...opened.value, topic, bytes: payload }]
  })
}

/** The newest that is good, once it has come. */
export async function sessionOn(board: TestBoard, isGood: (body: LiveSession) => boolean): Promise<Sent> {
  const found = await eventually(
    () => sessionsOf(board).findLast(({ body }) => isGood(body)),
    (newest) => newest !== undefined,
  )
  if (!found) throw new Error('none came')
  return found
}

export const NIGHT = {
  windows: [
    { from: '00:00', until: '12:00' },
    { from: '12:00', until: '00:00' },
  ],
}
