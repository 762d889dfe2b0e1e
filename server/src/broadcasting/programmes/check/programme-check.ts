import {
  CodedError,
  DAY_MS,
  type Programme,
  type ProgrammeBody,
  type ProgrammeCheckAnswer,
  type ProgrammeDefinition,
  type Sentence,
} from '@tieng-lang/protocol'
import { type ConflictSpan, findSelfOverlap, listSlots, type Slot, slotLengthMs } from '@tieng-lang/scheduler'
import { listClusters } from '../../../storage/tree/clusters.ts'
import { clusterConfigOf } from '../../delivery/cluster-config.ts'
import { reachOf } from '../../delivery/plan-book.ts'
import { programmeWithAudio } from '../../delivery/planned-programmes.ts'
import type { Services } from '../../services.ts'
import { checkDefinition } from '../programme-rules.ts'
import { bulletinSentences } from './bulletin-sentences.ts'
import { conflictSentences, SENTENCES_MAX } from './conflict-sentences.ts'
import { tunerSentences } from './tuner-sentences.ts'

const LOOKED_AHEAD_MS = 14 * DAY_MS
/** Of a dense programme fewer days are looked at: its starts are much like each other. */
const STARTS_LOOKED_AT_MAX = 100
/** And of one with a long playlist: each play is held against the quiet hours. */
const PLAYS_LOOKED_AT_MAX = 2_000
const STARTS_TOLD = 5
/** Looked through one after another until enough starts are found: nobody plans further ahead. */
const START_SPANS_MS = [8 * DAY_MS, 70 * DAY_MS, 400 * DAY_MS, 2_000 * DAY_MS]

/**
 * What a draft would mean where it is aimed: everything that stands in its way, with what plays and what is submitted,
 * as sentences in both languages, each once. Throws nothing for what a person may be in the middle of typing.
 */
export async function checkProgramme(
  services: Services,
  { definition, targets }: ProgrammeBody,
): Promise<ProgrammeCheckAnswer> {
  const { database, clock, config } = services
  const clusters = listClusters(database).filter(reachOf(database, targets))
  const refusal = definitionSentence(services, definition)
  if (refusal) return { conflicts: [refusal], nextStarts: [], lengthMs: 0, clusterCount: clusters.length }
  const now = clock.now()
  const programme = { ...programmeWithAudio(database, definition), plannedAt: now }
  const [first] = clusters
  const timeZone = first ? clusterConfigOf(services, first).timeZone : config.timeZone
  const nextStarts = nextStartsOf(programme, timeZone, now)
  const sentences = new Map<string, Sentence>()
  const tell = (sentence: Sentence) => sentences.set(sentence.vi, sentence)
  if (clusters.length === 0) tell(NO_CLUSTER)
  for (const sentence of bulletinSentences(database, definition, { nextStarts, timeZone })) tell(sentence)
  for (const sentence of await tunerSentences(services, definition, clusters)) tell(sentence)
  const overlap = findSelfOverlap(programme, { timeZone, from: nextStarts[0] ?? now })
  if (overlap) tell(runsIntoItself(overlap))
  else {
    const span = spanToCheck(programme, { timeZone, from: nextStarts[0] ?? now })
    for (const sentence of await conflictSentences(services, { programme, targets, clusters, span }))
      tell(sentence)
  }
  return {
    conflicts: [...sentences.values()].slice(0, SENTENCES_MAX),
    nextStarts,
    lengthMs: slotLengthMs(programme),
    clusterCount: clusters.length,
  }
}

const NO_CLUSTER: Sentence = {
  code: 'noCluster',
  vi: 'Chương trình này chưa tới cụm loa nào.',
  en: 'This programme reaches no cluster.',
}

/** `2026-02-17T05:30` is told as `05:30 ngày 17/02/2026`. */
function runsIntoItself({ label }: Slot): Sentence {
  const [date = '', time = ''] = label.split('T')
  const [year, month, day] = date.split('-')
  return {
    code: 'runsIntoItself',
    vi: `Lúc ${time} ngày ${day}/${month}/${year} chương trình bắt đầu lại khi lần phát trước chưa xong: hãy giãn giờ phát hoặc bớt mục phát.`,
    en: `At ${time} on ${date} it begins again before it is over: space its starts or take items away.`,
  }
}

const REFUSALS: Readonly<Record<string, Omit<Sentence, 'code'>>> = {
  badCronExpression: {
    vi: 'Biểu thức cron không hợp lệ, hoặc phát quá dày (tối đa mỗi phút một lần).',
    en: 'The cron expression cannot be read, or is too dense (at most once a minute).',
  },
  badDates: {
    vi: 'Ngày không đúng: ngày kết thúc đứng trước ngày bắt đầu, hoặc ngày không có trong lịch.',
    en: 'The dates are wrong: it ends before it begins, or a date does not exist.',
  },
  bulletinNotFound: {
    vi: 'Danh sách phát có bản tin không còn nữa.',
    en: 'The playlist names a bulletin that is no longer there.',
  },
  sourceRefused: {
    vi: 'Nguồn tiếp sóng không được phép: chỉ nhận địa chỉ http hoặc https của đài trên Internet, không kèm mật khẩu.',
    en: 'The source of a relay is not allowed: only the http or https address of a station on the Internet, without a password.',
  },
  badRequest: {
    vi: 'Danh sách phát có hai mục trùng mã.',
    en: 'Two items of the playlist have the same id.',
  },
}

function definitionSentence(services: Services, definition: ProgrammeDefinition): Sentence | undefined {
  try {
    checkDefinition(services, definition)
    return undefined
  } catch (cause) {
    const words = cause instanceof CodedError && REFUSALS[cause.code]
    if (!words) throw cause
    return { code: cause.code, ...words }
  }
}

function nextStartsOf(programme: Programme, timeZone: string, now: number): number[] {
  for (const spanMs of START_SPANS_MS) {
    const starts = listSlots(programme, { timeZone, from: now, until: now + spanMs }).map(({ at }) => at)
    if (starts.length >= STARTS_TOLD || spanMs === START_SPANS_MS.at(-1)) return starts.slice(0, STARTS_TOLD)
  }
  return []
}

function spanToCheck(
  programme: Programme,
  { timeZone, from }: { timeZone: string; from: number },
): ConflictSpan {
  const until = from + LOOKED_AHEAD_MS
  const starts = listSlots(programme, { timeZone, from, until })
  const plays = programme.playlist.reduce((sum, { repeats }) => sum + repeats, 0)
  const startsMax = Math.min(STARTS_LOOKED_AT_MAX, Math.max(1, Math.floor(PLAYS_LOOKED_AT_MAX / plays)))
  return { from, until: starts[startsMax]?.at ?? until, about: programme.programmeId }
}
