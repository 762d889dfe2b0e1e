import type { LiveAudioReply, LiveSessionAnswer } from '@tieng-lang/protocol/browser'
import type { MicrophoneTrouble } from '../sound/capture/microphone-trouble.ts'
import type { DeskReport, TapeName } from '../sound/desk/desk-report.ts'

export type EndingNotice = Omit<Extract<LiveAudioReply, { kind: 'ending' }>, 'kind'>

/** What the live page shows of its microphone, its tapes and its session. */
export interface StudioState {
  microphone: 'off' | 'asking' | 'open'
  trouble: MicrophoneTrouble | null
  /** It was open, and was taken away. */
  isMicrophoneGone: boolean
  devices: { deviceId: string; label: string }[]
  deviceId: string
  /** Whether noise is taken out and the level kept even. */
  isCleaned: boolean
  /** Ten times a second while anything is open. */
  report: DeskReport | null
  /** The one that is spoken into, until it is over and looked at. */
  session: LiveSessionAnswer | null
  ending: EndingNotice | null
  /** Where a tape can be listened to. */
  heard: { tape: TapeName; lengthMs: number; url: string } | null
}

export const EMPTY_STUDIO: StudioState = {
  microphone: 'off',
  trouble: null,
  isMicrophoneGone: false,
  devices: [],
  deviceId: '',
  isCleaned: true,
  report: null,
  session: null,
  ending: null,
  heard: null,
}
