import { type Static, Type } from 'typebox'

/** Why an envelope was refused. Each is counted and reported by its own code; none is ever a crash. */
export const ENVELOPE_REFUSALS = [
  'oversized',
  'malformed',
  'unknownAlgorithm',
  'unknownType',
  'unknownKey',
  'keyNotAllowed',
  'keyEnded',
  'badSignature',
  'wrongAudience',
  'shapeMismatch',
  'expired',
  'notYetSealed',
  'replayed',
  'staleDocument',
  'tooManyCommands',
  'typeNotSupported',
] as const

/** Why a well-sealed command or document was not carried out. */
export const EXECUTION_REFUSALS = [
  'storageFull',
  'storageFailed',
  'nothingPlaying',
  'hardwareFailed',
  'limitExceeded',
  'clockUntrusted',
  /** What was an Exercise or a Test stays one, and nothing real becomes one: a new emergency has a new id. */
  'statusChanged',
] as const

/** What a cluster could not keep. */
export const LOSSES = ['recordsLost'] as const

export const RefusalCode = Type.Enum([...ENVELOPE_REFUSALS, ...EXECUTION_REFUSALS, ...LOSSES])
export type EnvelopeRefusal = (typeof ENVELOPE_REFUSALS)[number]
export type ExecutionRefusal = (typeof EXECUTION_REFUSALS)[number]
export type RefusalCode = EnvelopeRefusal | ExecutionRefusal | (typeof LOSSES)[number]

/** RFC 9457 problem document with our code. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    code: Type.String(),
    detail: Type.Optional(Type.String()),
    /** To be told to whoever looks after the server: the same id stands in its log. */
    traceId: Type.Optional(Type.String()),
  },
  { additionalProperties: true },
)
export type Problem = Static<typeof Problem>

/** A failure of ours with a stable code; `detail` is a sentence for a person. */
export class CodedError extends Error {
  readonly code: string
  constructor(code: string, detail: string, options?: ErrorOptions) {
    super(detail, options)
    this.name = 'CodedError'
    this.code = code
  }
}
