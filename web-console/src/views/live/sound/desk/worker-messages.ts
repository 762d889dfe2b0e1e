import type { LiveAudioReply } from '@tieng-lang/protocol/browser'
import type { DeskReport, TapeName } from './desk-report.ts'

/** What the page asks of the worker that encodes and sends. */
export type ToVoiceWorker =
  /** Samples come by this port from the sound thread, at this rate. */
  | { kind: 'microphone'; port: MessagePort; rateHz: number }
  | { kind: 'microphoneGone' }
  /** A session begins, at this WebSocket. */
  | { kind: 'begin'; url: string; delayMs: number }
  | { kind: 'end' }
  | { kind: 'talk'; isOn: boolean }
  | { kind: 'record'; isOn: boolean }
  | { kind: 'play'; tape: TapeName }
  | { kind: 'stopPlaying' }
  | { kind: 'drop'; tape: TapeName }
  /** Asks for a tape as the page's own player plays it. */
  | { kind: 'listen'; tape: TapeName }

export type FromVoiceWorker =
  | { kind: 'report'; report: DeskReport }
  | { kind: 'reply'; reply: LiveAudioReply }
  | { kind: 'wav'; tape: TapeName; lengthMs: number; wav: ArrayBuffer }
  /** This browser cannot encode: it has no WebAssembly, or it is forbidden here. */
  | { kind: 'cannotEncode' }
