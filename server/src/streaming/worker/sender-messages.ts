import type { Id, StreamAddress } from '@tieng-lang/protocol'
import type {
  ListenerReport,
  StreamListener,
  StreamPacket,
  StreamReceiver,
  StreamSession,
} from '../stream.ts'

/** What the worker is started with. */
export interface SenderWorkerData {
  host: string
  port: number
}

export type ToSender =
  | { kind: 'open'; session: StreamSession }
  | { kind: 'admit'; sessionId: Id; listeners: readonly StreamListener[] }
  | { kind: 'send'; sessionId: Id; packet: StreamPacket }
  | { kind: 'close'; sessionId: Id }
  | { kind: 'addReceiver'; id: number; sessionId: Id; address: StreamAddress }
  | { kind: 'stop' }

export type FromSender =
  | { kind: 'ready'; port: number }
  | { kind: 'failed'; code: string; detail: string }
  | { kind: 'reports'; reports: readonly ListenerReport[] }
  | { kind: 'refused'; code: string; times: number }
  | { kind: 'receiver'; id: number; receiver: StreamReceiver }
  | { kind: 'noReceiver'; id: number; code: string; detail: string }
  | { kind: 'stopped' }
