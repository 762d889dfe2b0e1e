import type { Emergency, SoundPart } from '@tieng-lang/protocol'
import type { EmergencyFacts } from '@tieng-lang/scheduler'
import type { OggOpus } from '../../audio/ogg/ogg-reader.ts'
import type { SoundContent } from '../../audio/playback.ts'
import type { ReadyMedia } from '../ready-media.ts'

export interface EmergencyContentOptions {
  media: Pick<ReadyMedia, 'get'>
  /** An emergency as it is held now: what follows an opening is asked for when the opening ends. */
  emergencyOf: (emergencyId: string) => Emergency | undefined
  /** So much of the sounding is not on this cluster, and will be missing from it. */
  onMissing: (missingMs: number) => void
}

/**
 * What one sounding plays. Whatever is not in memory is left out: a message without its signal, or a signal without its
 * message, is better than nothing. Undefined where nothing of it is there.
 */
export function emergencyContent(
  facts: EmergencyFacts,
  { media, emergencyOf, onMissing }: EmergencyContentOptions,
): SoundContent | undefined {
  const began = emergencyOf(facts.emergencyId)
  if (!began) return undefined
  const filesOf = (parts: readonly SoundPart[]) => parts.flatMap((part) => fileOf(media, part) ?? [])
  const opening = filesOf(openingOf(began, facts))
  // A newer edition ends this sounding; only a revision of the same one has a say in how it goes on.
  const now = () => {
    const held = emergencyOf(facts.emergencyId)
    return held?.edition === facts.edition ? held : began
  }
  const restOf = (emergency: Emergency) => partsAfterOpening(emergency, facts, media)
  if (opening.length === 0 && filesOf(restOf(began)).length === 0) return undefined
  const afterOpening = () => {
    const rest = restOf(now())
    const missing = [...openingOf(began, facts), ...rest].filter((part) => !fileOf(media, part))
    onMissing(missing.reduce((ms, { durationMs }) => ms + durationMs, 0))
    return filesOf(rest)
  }
  return { kind: 'sequence', opening, afterOpening }
}

function openingOf({ sounds, closing }: Emergency, { repeat }: EmergencyFacts): readonly SoundPart[] {
  return repeat === 'closing' ? (closing?.parts ?? []) : sounds.opening
}

function partsAfterOpening(
  { sounds }: Emergency,
  { repeat }: EmergencyFacts,
  media: Pick<ReadyMedia, 'get'>,
): readonly SoundPart[] {
  if (repeat === 'closing') return []
  const { message, speech, closing } = sounds
  return speech && fileOf(media, speech) ? [speech, ...closing] : [...message, ...closing]
}

function fileOf(media: Pick<ReadyMedia, 'get'>, { sha256 }: SoundPart): OggOpus | undefined {
  const ready = media.get(sha256)
  return ready?.kind === 'ready' ? ready.file : undefined
}
