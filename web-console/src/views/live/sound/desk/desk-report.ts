import type { LevelWarning } from '../level/level-watch.ts'
import type { LineState } from '../uplink/audio-line.ts'

/** What was recorded to be played, or said and not heard. */
export type TapeName = 'recorded' | 'unheard'

/** How the microphone and the line stand, ten times a second. */
export interface DeskReport {
  line: LineState
  /** The line is there, and what is said may come too late. */
  isWeak: boolean
  /** Of the microphone, of full scale; null where none is open. */
  level: { rmsDb: number; peakDb: number } | null
  warning: LevelWarning | null
  /** It was heard, and gives nothing any more. */
  isInterrupted: boolean
  isVoice: boolean
  isTalking: boolean
  isRecording: boolean
  recordedMs: number
  unheardMs: number
  playing: { tape: TapeName; atMs: number; lengthMs: number } | null
}
