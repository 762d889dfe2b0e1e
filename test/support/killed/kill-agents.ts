import type { FleetMember } from '@tieng-lang/hardware-sim'
import { systemClock } from '@tieng-lang/protocol/node'
import { type AddedBulletin, at, type TestVillage } from '../village.ts'
import { type AgentKill, type Ordeal, ROUND_MS, STEPS_BEFORE } from './agent-kills.ts'
import type { KillOrder } from './killing-steps.ts'

/** Programmes are approved so long before their sound. */
const AHEAD_MS = 6_000
/** Before the amplifier is switched on for the sound. */
const ARMED_BEFORE_MS = 3_000
/** A state that is saved while it sounds, not the one saved when it was armed. */
const STATE_SAVED_AFTER_MS = 500

/**
 * One round: every cluster's sound is approved, and its agent killed where it was ordered. Gives when the sounds were
 * due; resolves when they are long over. `fresh` is audio that no cluster has fetched yet.
 */
export async function playRound(
  village: TestVillage,
  round: readonly Ordeal[],
  { bulletin, fresh }: { bulletin: AddedBulletin; fresh: AddedBulletin },
): Promise<number> {
  for (const { kill, cluster } of round) if (kill && isBefore(kill)) tell(village, cluster, kill)
  const dueAt = systemClock.now() + AHEAD_MS
  for (const ordeal of round) {
    const { programmeId, cluster, rule, kill } = ordeal
    const isFresh = kill !== undefined && 'step' in kill && kill.step === 'mediaStored'
    const programme = { programmeId, at: dueAt, clusters: [cluster], onInterrupted: rule }
    await village.playOnce(isFresh ? fresh : bulletin, programme)
  }
  await Promise.all(round.map((ordeal) => killOnTime(village, ordeal, dueAt)))
  await at(dueAt + ROUND_MS - AHEAD_MS)
  return dueAt
}

async function killOnTime(village: TestVillage, { cluster, kill }: Ordeal, dueAt: number): Promise<void> {
  if (kill === undefined || isBefore(kill)) return
  if ('placeMs' in kill) {
    await at(dueAt + kill.placeMs)
    memberOf(village, cluster).process?.kill()
  } else {
    await at(dueAt + (kill.step === 'stateSaved' ? STATE_SAVED_AFTER_MS : -ARMED_BEFORE_MS))
    tell(village, cluster, kill)
  }
}

function tell(village: TestVillage, cluster: string, kill: AgentKill): void {
  if (!('step' in kill)) return
  const order: KillOrder = { kind: 'killAt', ...kill }
  memberOf(village, cluster).process?.tell(order)
}

function isBefore(kill: AgentKill): boolean {
  return STEPS_BEFORE.includes(kill)
}

export function memberOf(village: TestVillage, cluster: string): FleetMember {
  const member = village.members.find(({ name }) => name === cluster)
  if (!member) throw new Error(`no cluster ${cluster}`)
  return member
}
