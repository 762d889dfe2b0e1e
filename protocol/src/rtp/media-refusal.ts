/** Why bytes at the media port were refused. Each is counted by its own code; none is ever a crash. */
export const MEDIA_REFUSALS = [
  'oversized',
  'truncated',
  'wrongVersion',
  'badPadding',
  'badLength',
  'badOpus',
  /** RTP where RTCP was due, a STUN request where its answer was due. */
  'wrongKind',
  'notCompound',
  'foreignSsrc',
  'replayed',
  'badAuthentication',
  'notEncrypted',
  'notStun',
  'unknownAttribute',
  'missingAttribute',
  'badAttribute',
  'wrongTransaction',
  /** Smaller than its answer could be: answering would help to flood somebody else. */
  'requestTooSmall',
  'badSecret',
  'badSessionKey',
] as const
export type MediaRefusal = (typeof MEDIA_REFUSALS)[number]

export interface RefusedMedia {
  ok: false
  code: MediaRefusal
  /** For logs, never for decisions. */
  detail: string
}

/** What a reader of this room gives for any bytes: it never throws. */
export type Parsed<T> = { ok: true; value: T } | RefusedMedia

export function refuse(code: MediaRefusal, detail: string): RefusedMedia {
  return { ok: false, code, detail }
}
