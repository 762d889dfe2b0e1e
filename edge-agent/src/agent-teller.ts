import { type Cancellable, NO_STEPS } from '@tieng-lang/protocol'
import type { AgentParts } from './agent.ts'
import type { AgentStores } from './agent-stores.ts'
import { healthReport } from './conductor/health-report.ts'
import type { Sounding } from './conductor/records/horn-events.ts'
import type { MqttLink } from './link/mqtt-link.ts'
import { LossLog } from './observability/loss-log.ts'
import type { SoundRoom } from './sound-room.ts'
import type { DiskWatch } from './stores/disk-watch.ts'

/** What happens in many small steps (files that arrive, a plan and its audio) is told once, this long after the first. */
const HEALTH_SOON_MS = 1_500

export type Teller = ReturnType<typeof tellerOf>

/** What the cluster says of itself: its health, and each sound's beginning and end. */
export function tellerOf(
  { clock, identity, board, output, log, steps = NO_STEPS }: AgentParts,
  { stores, room, link, disk }: { stores: AgentStores; room: SoundRoom; link: MqttLink; disk: DiskWatch },
) {
  const { conductor, evidence, tuner } = room
  const machine = { clock, board, output, disk, tuner }
  const facts = { ...machine, bootId: identity.bootId, startedMs: clock.monotonicMs(), conductor }
  const lossLog = new LossLog(log)
  const health = () => {
    const losses = { acks: link.droppedAcks(), storageFailures: stores.clockTrust.storageFailures() }
    lossLog.look(losses)
    link.publishHealth(healthReport({ ...facts, ...stores, losses }))
  }
  let soon: Cancellable | undefined
  const healthSoon = () => {
    soon ??= clock.after(HEALTH_SOON_MS, () => {
      soon = undefined
      health()
    })
  }
  return {
    health,
    healthSoon,
    /** Nothing more is told. */
    stop: () => soon?.cancel(),
    sounding(sounding: Sounding): void {
      steps.reached(sounding.kind === 'ended' ? 'soundEnded' : 'soundStarted')
      const about = { occurrenceId: sounding.soundId, broadcastId: sounding.broadcastId, at: clock.now() }
      if (sounding.kind === 'ended') link.publishAck({ kind: 'soundEnded', ...about })
      else {
        const { soundId, heardAt } = sounding
        link.publishAck({ kind: 'soundStarted', ...about, heardAt, evidence: evidence.of(soundId) })
      }
      // Arbitration is in the middle of its decision; what it knows after that is told.
      clock.after(0, health)
    },
  }
}
