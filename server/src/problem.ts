import { CodedError, type Problem } from '@tieng-lang/protocol'
import { CapRefused } from './cap/cap-refusal.ts'
import { ChangedMeanwhile } from './storage/versions.ts'

/** HTTP status by code; a code that is not here is a failure of ours (500). */
const STATUS: Record<string, number> = {
  badRequest: 400,
  badConfig: 400,
  unknownFields: 400,
  unknownTimeZone: 400,
  csvUnreadable: 400,
  csvHeadingUnknown: 400,
  csvTooLong: 400,
  badCronExpression: 400,
  badDates: 400,
  notSignedIn: 401,
  wrongCredentials: 401,
  notAllowed: 403,
  foreignOrigin: 403,
  passwordMustChange: 403,
  accountDisabled: 403,
  codeUnknown: 403,
  codeUsed: 403,
  codeEnded: 403,
  notFound: 404,
  areaNotFound: 404,
  zoneNotFound: 404,
  clusterNotFound: 404,
  operatorNotFound: 404,
  sessionNotFound: 404,
  bulletinNotFound: 404,
  intakeNotFound: 404,
  programmeNotFound: 404,
  emergencyNotFound: 404,
  liveSessionNotFound: 404,
  capSenderNotFound: 404,
  capMessageNotFound: 404,
  mediaNotFound: 404,
  backupNotFound: 404,
  alreadyExists: 409,
  noPin: 409,
  bulletinNotApproved: 409,
  bulletinEnds: 409,
  nothingToCopy: 409,
  wrongState: 409,
  fourEyes: 409,
  statusChanged: 409,
  noClustersThere: 409,
  voiceOnAir: 409,
  emergencyVoiceOnAir: 409,
  quietHours: 409,
  outsideEmergency: 409,
  withdrawn: 409,
  aborted: 409,
  clusterNotEnrolled: 409,
  treeTooDeep: 409,
  treeCircle: 409,
  zoneElsewhere: 409,
  stillReferenced: 409,
  previewStale: 409,
  importUnderWay: 409,
  limitExceeded: 409,
  planTooLarge: 409,
  runsIntoItself: 409,
  nothingToStop: 409,
  backupUnderWay: 409,
  requestIdReused: 409,
  lastAdministrator: 409,
  changedMeanwhile: 412,
  tooLarge: 413,
  notAudio: 415,
  noAudioStream: 415,
  playlistRefused: 415,
  rangeRefused: 416,
  tooLong: 422,
  tooShort: 422,
  truncated: 422,
  empty: 422,
  silent: 422,
  loudnessNotReached: 422,
  tookTooLong: 422,
  sourceRefused: 422,
  sourceUnreachable: 422,
  sourceNotSupported: 422,
  sourceNotInProgramme: 409,
  sourceTooLarge: 422,
  tunerNotSupported: 422,
  voiceUnknown: 422,
  speechFailed: 422,
  capRefused: 422,
  wrongPassword: 422,
  wrongPin: 422,
  wrongAreaName: 422,
  pinTooSimple: 422,
  weakPassword: 422,
  upgradeRequired: 426,
  preconditionRequired: 428,
  tooManyRequests: 429,
  pinLocked: 429,
  tooBusy: 503,
  tooManyConnections: 503,
  speechMissing: 503,
  kitNotReady: 503,
  ffmpegMissing: 503,
  notConnected: 503,
  storageFull: 507,
}

/** Every code that an answer may have; the console has a sentence for each that a person can meet. */
export const PROBLEM_CODES: readonly string[] = Object.keys(STATUS)

const TITLE: Record<number, string> = {
  400: 'Bad request',
  401: 'Not signed in',
  403: 'Refused',
  404: 'Not found',
  409: 'Conflict',
  412: 'Changed meanwhile',
  413: 'Too large',
  415: 'Not a kind of audio that is taken',
  416: 'Range not satisfiable',
  422: 'Cannot be taken as it is',
  426: 'To be opened as a WebSocket',
  428: 'Say which version is changed',
  429: 'Too many requests',
  500: 'The server failed',
  503: 'Not available now',
  507: 'The disk is full',
}

/** An RFC 9457 problem document for any failure; what is not coded tells nothing of our inside. */
export function problemOf(cause: unknown): Problem {
  const { code, detail, status } = describe(cause)
  return {
    type: 'about:blank',
    title: TITLE[status] ?? 'Refused',
    status,
    code,
    ...(detail !== undefined && { detail }),
    ...(cause instanceof ChangedMeanwhile && { current: cause.current }),
    ...(cause instanceof CapRefused && { cap: cause.refusal }),
  }
}

function describe(cause: unknown): { code: string; status: number; detail?: string } {
  if (cause instanceof CodedError)
    return { code: cause.code, status: STATUS[cause.code] ?? 500, detail: cause.message }
  const framework = frameworkFailure(cause)
  if (framework) return framework
  return { code: 'internal', status: 500 }
}

/** Fastify's own refusals: a body that does not fit its shape, one that is too big, a media type nobody takes. */
function frameworkFailure(cause: unknown): { code: string; status: number; detail: string } | undefined {
  if (!(cause instanceof Error) || !('statusCode' in cause) || typeof cause.statusCode !== 'number')
    return undefined
  const status = cause.statusCode
  if (status < 400 || status > 499) return undefined
  const code = status === 404 ? 'notFound' : status === 413 ? 'tooLarge' : 'badRequest'
  return { code, status, detail: cause.message }
}
