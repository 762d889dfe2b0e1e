import type { Clock, Health } from '@tieng-lang/protocol'
import { LINE_FAULTS } from '@tieng-lang/protocol/board'
import type { AudioOutput, Board } from '../hardware/index.ts'
import type { ClockTrust } from '../stores/clock-trust.ts'
import type { DiskWatch } from '../stores/disk-watch.ts'
import type { DocumentShelf } from '../stores/document-shelf.ts'
import type { MediaCache } from '../stores/media/media-cache.ts'
import type { Outbox } from '../stores/outbox/outbox.ts'
import type { RefusalLedger } from '../stores/refusal-ledger.ts'
import type { Tuner } from '../tuner/tuner.ts'
import type { Conductor } from './conductor.ts'

export interface HealthSources {
  clock: Clock
  bootId: string
  startedMs: number
  clockTrust: ClockTrust
  conductor: Conductor
  shelf: DocumentShelf
  cache: MediaCache
  outbox: Outbox
  refusals: RefusalLedger
  disk: DiskWatch
  board: Board
  output: AudioOutput
  tuner: Pick<Tuner, 'hasTuner'>
  /** Counted since the start. */
  losses: NonNullable<Health['losses']>
}

/** What the cluster knows of itself now (R16); null is what this board cannot measure. */
export function healthReport(sources: HealthSources): Health {
  const { clock, clockTrust, conductor, shelf, cache, outbox, output } = sources
  const { current, next, waiting, isPaused } = conductor.output()
  const playing = current?.isHeard ? current : null
  const upcoming = next ?? (current && !current.isHeard ? current : (waiting[0] ?? null))
  const media = cache.progress()
  const counters = output.counters()
  const accounting = conductor.accounting()
  return {
    at: clock.now(),
    bootId: sources.bootId,
    uptimeS: (clock.monotonicMs() - sources.startedMs) / 1000,
    clock: { state: clockTrust.state(), offsetMs: clockTrust.offsetMs() },
    playing: playing && {
      occurrenceId: playing.sound.soundId,
      broadcastId: playing.sound.broadcastId,
      priority: playing.sound.priority,
      startedAt: playing.startAt,
    },
    next: upcoming
      ? { occurrenceId: upcoming.sound.soundId, dueAt: upcoming.sound.dueAt }
      : conductor.nextPlanned(),
    isPaused,
    volumePercent: conductor.volumePercent(),
    planRevision: shelf.revisionOf('plan') ?? null,
    configRevision: shelf.revisionOf('config') ?? null,
    media: { ...media, missing: media.missing.slice(0, 20) },
    outbox: {
      last: outbox.last(),
      storedThrough: outbox.storedThrough(),
      ...accounting,
      lost: outbox.lostCount() + accounting.lost,
    },
    storage: sources.disk.state(),
    refusals: sources.refusals.counts(),
    board: boardHealth(sources),
    losses: sources.losses,
    output: {
      isAligned: output.isAligned,
      delayMs: Math.max(0, output.delayMs()),
      starvations: counters.underruns,
    },
  }
}

function boardHealth({ board, tuner }: Pick<HealthSources, 'board' | 'tuner'>): Health['board'] {
  const readings = board.readings()
  return {
    isResponding: readings.isReachable,
    isPowerOn: readings.isPowered,
    isProtectionTripped: readings.isProtectionCut,
    mainsV: readings.mainsV,
    dcV: readings.dcV,
    supplyCurrentA: readings.supplyCurrentA,
    temperatureC: readings.temperatureC,
    microphoneDb: readings.microphoneDb,
    hasTuner: tuner.hasTuner(),
    lines: readings.lines.map(({ currentA, impedanceOhm, faults }) => ({
      currentA,
      impedanceOhm,
      faultBits: LINE_FAULTS.reduce(
        (bits, fault, index) => bits | (faults.includes(fault) ? 1 << index : 0),
        0,
      ),
    })),
  }
}
