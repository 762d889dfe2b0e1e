import { CodedError, type EmergencyMoment, type ExerciseScore, type Id } from '@tieng-lang/protocol'
import { listAccounts } from '../../../storage/emergencies/emergency-clusters.ts'
import { listMoments } from '../../../storage/emergencies/emergency-moments.ts'
import type { Services } from '../../services.ts'
import { emergencyAt } from './emergency-answer.ts'

/** Heard with proof counts whole, without proof half. */
const POINTS_NOT_PROVEN = 0.5

/**
 * Which part of an exercise's clusters heard it, and how soon after it was raised. Throws `emergencyNotFound`, and
 * `wrongState` for what is no exercise or not over.
 */
export function exerciseScore(services: Services, emergencyId: Id): ExerciseScore {
  const { database } = services
  services.emergencies.flush()
  const { status, state, requestedAt } = emergencyAt(database, emergencyId)
  if (status === 'Actual') throw new CodedError('wrongState', 'only an exercise has a score')
  if (state === 'awaiting' || state === 'active')
    throw new CodedError('wrongState', 'the exercise is not over')
  const accounts = listAccounts(database, emergencyId)
  const proven = accounts.filter(({ outcome }) => outcome === 'heard').length
  const notProven = accounts.filter(({ outcome }) => outcome === 'playedNotProven').length
  const moments = listMoments(database, emergencyId)
  const raisedAt = moments.find(({ kind }) => kind === 'raised')?.at ?? requestedAt
  const points = (proven + POINTS_NOT_PROVEN * notProven) / Math.max(1, accounts.length)
  return {
    ...{ targeted: accounts.length, heard: proven + notProven, proven },
    toSoundMs: spreadOf(firstSoundsMs(moments, raisedAt)),
    accountedMs: accountedMs(moments, raisedAt),
    points: Math.round(points * 100),
  }
}

/** From when it was raised to each cluster's first sample, shortest first. */
function firstSoundsMs(moments: readonly EmergencyMoment[], raisedAt: number): number[] {
  const first = new Map<string, number>()
  for (const { kind, clusterId, at } of moments)
    if (kind === 'heard' && clusterId !== null && !first.has(clusterId)) first.set(clusterId, at - raisedAt)
  return [...first.values()].sort((a, b) => a - b)
}

function spreadOf(sorted: readonly number[]): ExerciseScore['toSoundMs'] {
  if (sorted.length === 0) return null
  const at = (part: number) => sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0
  return { p50: at(0.5), p99: at(0.99), max: sorted.at(-1) ?? 0 }
}

/** Until each cluster had been heard, had refused, or was written down as not reached; null before that. */
function accountedMs(moments: readonly EmergencyMoment[], raisedAt: number): number | null {
  const kinds: readonly EmergencyMoment['kind'][] = ['heard', 'refused', 'notReached']
  const first = new Map<string, number>()
  for (const { kind, clusterId, at } of moments)
    if (clusterId !== null && kinds.includes(kind) && !first.has(clusterId)) first.set(clusterId, at)
  return first.size === 0 ? null : Math.max(...first.values()) - raisedAt
}
