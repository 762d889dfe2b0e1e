import { type Static, Type } from 'typebox'
import { Id, Instant, Sha256Hex } from '../ids.ts'
import { shape } from '../shape.ts'

/** The longest single recording that is planned, in milliseconds (four hours). */
export const BULLETIN_MS_MAX = 4 * 3_600_000
/** The largest stored Ogg Opus file, in bytes: four hours at 64 kbit/s and its pages. */
export const MEDIA_BYTES_MAX = 160 * 1024 * 1024

/** Stored audio: Ogg Opus, 48 kHz mono, named by its hash, never changed (DESIGN §5). */
export const Media = shape({
  sha256: Sha256Hex,
  sizeBytes: Type.Integer({ minimum: 1, maximum: MEDIA_BYTES_MAX }),
  durationMs: Type.Number({ minimum: 1, maximum: BULLETIN_MS_MAX }),
})
export type Media = Static<typeof Media>

/** Four eyes (R9): only `approved` ever enters a plan. */
export const ReviewState = Type.Union([
  Type.Literal('draft'),
  Type.Literal('submitted'),
  Type.Literal('approved'),
  Type.Literal('returned'),
])
export type ReviewState = Static<typeof ReviewState>

/** What intake measured and did (EBU R128, true peak), before and after. */
export const Loudness = shape({
  inputLufs: Type.Number(),
  inputTruePeakDbtp: Type.Number(),
  gainDb: Type.Number(),
  storedLufs: Type.Number(),
  storedTruePeakDbtp: Type.Number(),
  /** True when over 6 dB would have been limited and the gain was lowered instead. */
  isGainLowered: Type.Boolean(),
})
export type Loudness = Static<typeof Loudness>

/** Stored audio with a title: one thing a village can be told. */
export const Bulletin = shape({
  bulletinId: Id,
  title: Type.String({ minLength: 1, maxLength: 200 }),
  language: Type.String({ pattern: '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$' }),
  media: Media,
  loudness: Loudness,
  state: ReviewState,
  producedBy: Type.String({ minLength: 1, maxLength: 100 }),
  approvedBy: Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Null()]),
  createdAt: Instant,
})
export type Bulletin = Static<typeof Bulletin>
