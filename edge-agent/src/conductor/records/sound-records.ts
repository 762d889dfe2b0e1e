import type { Sound, SoundRecord } from '@tieng-lang/scheduler'
import type { Tuner } from '../../tuner/tuner.ts'
import type { ConductorMemory } from '../conductor-memory.ts'
import type { Player } from '../player.ts'
import { ActTraces } from './act-traces.ts'
import type { EvidenceWatch } from './evidence-watch.ts'
import { recordDraft } from './record-draft.ts'
import type { RecordKeeper } from './record-keeper.ts'

/** Meters look back over 300 ms and are read every 500: the last words of a sound are waited for. */
const LAST_READING_MS = 900

export interface SoundRecordsOptions {
  records: RecordKeeper
  evidence: EvidenceWatch
  memory: ConductorMemory
  player: Pick<Player, 'takeLost'>
  tuner: Pick<Tuner, 'hasTuner'>
  isClockTrusted: () => boolean
  /** Whether a recording is on the cluster's disk. */
  hasAudio: (sha256: string) => boolean
  /** 0-100 */
  volumeOf: (sound: Sound) => number
}

/** Makes a record of each sound that arbitration is done with: what became of it, by whose act, and how it is known. */
export class SoundRecords {
  readonly acts = new ActTraces()
  readonly #options: SoundRecordsOptions

  constructor(options: SoundRecordsOptions) {
    this.#options = options
  }

  add(record: SoundRecord): void {
    const { records, evidence, memory, player, tuner, hasAudio, isClockTrusted, volumeOf } = this.#options
    const { sound } = record
    const reason = memory.reasonOf(record, hasAudio)
    const facts = {
      reason,
      traceId: this.acts.of(sound, reason),
      volumePercent: volumeOf(sound),
      isClockTrusted: isClockTrusted(),
      lost: player.takeLost(sound.soundId),
      lacksTuner: sound.relay?.tunerKhz !== undefined && tuner.hasTuner() === false,
    }
    const draft = () => recordDraft(record, { ...facts, evidence: evidence.of(sound.soundId) })
    if (record.startedAt === null) records.add(draft())
    else records.addLater(LAST_READING_MS, draft)
  }
}
