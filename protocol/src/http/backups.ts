import { type Static, Type } from 'typebox'
import { Instant } from '../ids.ts'
import { shape } from '../shape.ts'

/** What a backup under way is doing. */
export const BackupStep = Type.Union([
  Type.Literal('database'),
  Type.Literal('checking'),
  Type.Literal('audio'),
  Type.Literal('finishing'),
])
export type BackupStep = Static<typeof BackupStep>

/** One complete backup. */
export const BackupLine = shape({
  /** Of its folder: the instant in UTC. */
  name: Type.String(),
  /** What was committed by then is in it. */
  takenAt: Instant,
  /** Audio that lies in several backups is counted in each. */
  sizeBytes: Type.Integer({ minimum: 0 }),
  audioCount: Type.Integer({ minimum: 0 }),
  /** Audio that a bulletin names and that was not there, or not what its name says. */
  audioMissingCount: Type.Integer({ minimum: 0 }),
})
export type BackupLine = Static<typeof BackupLine>

export const BackupUnderWay = shape({
  startedAt: Instant,
  by: Type.String(),
  step: BackupStep,
  /** 0-1 of this step. */
  progressPart: Type.Number({ minimum: 0, maximum: 1 }),
})
export type BackupUnderWay = Static<typeof BackupUnderWay>

/** How the last one that was asked for here has ended; kept until the server ends. */
export const BackupEnd = shape({
  endedAt: Instant,
  folder: Type.String(),
  made: Type.Union([BackupLine, Type.Null()]),
  refusal: Type.Union([shape({ code: Type.String(), detail: Type.String() }), Type.Null()]),
})
export type BackupEnd = Static<typeof BackupEnd>

/** Answer of `GET /api/v1/backups`. */
export const BackupsAnswer = shape({
  /** Those in the folder of the settings, the newest first. */
  backups: Type.Array(BackupLine),
  folder: Type.String(),
  /** When the next one is made by itself; null: never. */
  nextAt: Type.Union([Instant, Type.Null()]),
  underWay: Type.Union([BackupUnderWay, Type.Null()]),
  lastEnd: Type.Union([BackupEnd, Type.Null()]),
  disk: shape({
    /** Of the file system that the data lies on. */
    freeBytes: Type.Integer({ minimum: 0 }),
    /** Of the one that the backups go to. */
    backupFreeBytes: Type.Integer({ minimum: 0 }),
    /** Nothing large is written that would leave less. */
    freeBytesMin: Type.Integer({ minimum: 0 }),
    databaseBytes: Type.Integer({ minimum: 0 }),
  }),
})
export type BackupsAnswer = Static<typeof BackupsAnswer>

/** Body of `POST /api/v1/backups`. */
export const BackupOrder = shape({
  /** Another folder of the server than that of the settings: only for whoever administers the machine itself. */
  folder: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
})
export type BackupOrder = Static<typeof BackupOrder>
