import { type Static, Type } from 'typebox'
import { Bulletin } from '../broadcast/bulletin.ts'
import { AreaId, Id, Instant, LocalDate } from '../ids.ts'
import { shape } from '../shape.ts'
import { Version, WholeNumberText } from './lists.ts'

/** What a bulletin is about; the words are in the console's two languages. */
export const BULLETIN_CATEGORIES = [
  'news',
  'notice',
  'health',
  'farming',
  'security',
  'weather',
  'culture',
  'education',
  'music',
  'signal',
] as const
export const BulletinCategory = Type.Enum([...BULLETIN_CATEGORIES])
export type BulletinCategory = (typeof BULLETIN_CATEGORIES)[number]

/** The local dates, ends included, on which it may be heard. */
export const BulletinValidity = shape({
  from: Type.Optional(LocalDate),
  until: Type.Optional(LocalDate),
})
export type BulletinValidity = Static<typeof BulletinValidity>

/** What people write on a bulletin. */
export const BulletinLabels = shape({
  areaId: AreaId,
  title: Bulletin.properties.title,
  category: BulletinCategory,
  /** For whom, in free words: "phụ huynh có con dưới 5 tuổi". */
  audience: Type.String({ maxLength: 200 }),
  language: Bulletin.properties.language,
  validity: BulletinValidity,
})
export type BulletinLabels = Static<typeof BulletinLabels>

export const BulletinAnswer = shape({
  ...Bulletin.properties,
  ...BulletinLabels.properties,
  /** Where the audio came from: a file's name, or the text that was spoken. */
  source: Type.Union([
    shape({ kind: Type.Literal('file'), fileName: Type.String() }),
    shape({
      kind: Type.Literal('speech'),
      text: Type.String(),
      voice: Type.String(),
      wordsPerMinute: Type.Integer(),
    }),
  ]),
  submittedBy: Type.Union([Type.String(), Type.Null()]),
  /** The last reviewer's words when it was returned. */
  note: Type.Union([Type.String(), Type.Null()]),
  withdrawnAt: Type.Union([Instant, Type.Null()]),
  withdrawnBy: Type.Union([Type.String(), Type.Null()]),
  version: Version,
})
export type BulletinAnswer = Static<typeof BulletinAnswer>

/** `GET /api/v1/bulletins`: newest first; `text` is matched without Vietnamese marks. */
export const BulletinQuery = shape({
  text: Type.Optional(Type.String({ maxLength: 100 })),
  areaId: Type.Optional(AreaId),
  state: Type.Optional(Type.Union([Bulletin.properties.state, Type.Literal('withdrawn')])),
  category: Type.Optional(BulletinCategory),
  language: Type.Optional(Bulletin.properties.language),
  after: Type.Optional(Type.String({ maxLength: 100 })),
  count: Type.Optional(WholeNumberText),
})
export type BulletinQuery = Static<typeof BulletinQuery>

/** `PATCH /api/v1/bulletins/{bulletinId}` with If-Match. A changed title of an approved one is recorded, the audio never changes. */
export const BulletinChange = Type.Partial(BulletinLabels, { additionalProperties: false })
export type BulletinChange = Static<typeof BulletinChange>

/** Query of `POST /api/v1/intakes`; the recording is the body (`application/octet-stream`). */
export const IntakeQuery = shape({
  areaId: AreaId,
  title: Bulletin.properties.title,
  fileName: Type.String({ minLength: 1, maxLength: 400 }),
  kind: Type.Optional(Type.Union([Type.Literal('speech'), Type.Literal('music')])),
  language: Type.Optional(Bulletin.properties.language),
  category: Type.Optional(BulletinCategory),
})
export type IntakeQuery = Static<typeof IntakeQuery>

export const SPEECH_TEXT_LENGTH_MAX = 20_000

/** Text to be spoken (R14). */
export const SpeechOrder = shape({
  text: Type.String({ minLength: 1, maxLength: SPEECH_TEXT_LENGTH_MAX }),
  voice: Id,
  wordsPerMinute: Type.Integer({ minimum: 80, maximum: 260 }),
})
export type SpeechOrder = Static<typeof SpeechOrder>

/** `POST /api/v1/speech-intakes`. */
export const SpeechIntakeOrder = shape({ ...BulletinLabels.properties, speech: SpeechOrder })
export type SpeechIntakeOrder = Static<typeof SpeechIntakeOrder>

/** `GET /api/v1/voices`. */
export const Voice = shape({
  voice: Id,
  language: Type.String(),
  name: shape({ vi: Type.String(), en: Type.String() }),
})
export type Voice = Static<typeof Voice>

/** How far a recording has come on its way in; also sent over the updates socket. */
export const IntakeAnswer = shape({
  intakeId: Id,
  title: Type.String(),
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('speaking'),
    Type.Literal('measuring'),
    Type.Literal('encoding'),
    Type.Literal('checking'),
    Type.Literal('done'),
    Type.Literal('refused'),
    Type.Literal('cancelled'),
  ]),
  /** 0-1 of the whole. */
  progressPart: Type.Number({ minimum: 0, maximum: 1 }),
  bulletinId: Type.Union([Id, Type.Null()]),
  /** Why it was refused: code and sentence, as in a problem document. */
  refusal: Type.Union([shape({ code: Type.String(), detail: Type.String() }), Type.Null()]),
  startedAt: Instant,
})
export type IntakeAnswer = Static<typeof IntakeAnswer>

/** `GET /api/v1/bulletins/{bulletinId}/waveform`: the peak of each stretch, 0-255, 0 = silence. */
export const Waveform = shape({
  durationMs: Type.Number(),
  peaks: Type.Array(Type.Integer({ minimum: 0, maximum: 255 }), { maxItems: 2_000 }),
})
export type Waveform = Static<typeof Waveform>

/** Body of a return: what must be made better. */
export const ReturnOrder = shape({ note: Type.String({ minLength: 1, maxLength: 2_000 }) })
export type ReturnOrder = Static<typeof ReturnOrder>
