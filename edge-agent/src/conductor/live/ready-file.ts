import type { OggOpus } from '../../audio/ogg/ogg-reader.ts'
import type { ReadyMedia } from '../ready-media.ts'

/** A recording that lies in memory; undefined where it does not, or where there is none. */
export function readyFile(
  media: Pick<ReadyMedia, 'get'>,
  sha256: string | null | undefined,
): OggOpus | undefined {
  const ready = sha256 ? media.get(sha256) : undefined
  return ready?.kind === 'ready' ? ready.file : undefined
}
