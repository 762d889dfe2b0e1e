import {
  CodedError,
  DAY_MS,
  type Programme,
  type ProgrammeBody,
  type ProgrammeCheckAnswer,
  type ProgrammeDefinition,
  type Sentence,
} from '@tieng-lang/protocol'
import { describeConflict, findConflicts, listSlots, slotLengthMs } from '@tieng-lang/scheduler'
import { type Cluster, listClusters } from '../../storage/clusters.ts'
import { listProgrammes } from '../../storage/programmes.ts'
import { clusterConfigOf } from '../delivery/cluster-config.ts'
import { inSlices } from '../delivery/in-slices.ts'
import { PlanBook, reachOf } from '../delivery/plan-book.ts'
import {
  bulletinReader,
  listPlannedProgrammes,
  type PlannedProgramme,
  plannedProgramme,
  programmeWithAudio,
} from '../delivery/planned-programmes.ts'
import type { Services } from '../services.ts'
import { bulletinSentences } from './bulletin-sentences.ts'
import { checkDefinition } from './programme-rules.ts'

const LOOKED_AHEAD_MS = 14 * DAY_MS
const SENTENCES_MAX = 50
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
  await tellConflicts(services, { programme, targets, clusters, from: nextStarts[0] ?? now }, tell)
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
  badRequest: {
    vi: 'Danh sách phát có hai mục trùng mã.',
    en: 'Two items of the playlist have the same id.',
  },
}

function definitionSentence({ database }: Services, definition: ProgrammeDefinition): Sentence | undefined {
  try {
    checkDefinition(database, definition)
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

interface Checked {
  programme: Programme
  targets: ProgrammeBody['targets']
  clusters: readonly Cluster[]
  from: number
}

/** The clusters of a commune mostly have the same plan and the same rules: each such group is looked at once. */
async function tellConflicts(
  services: Services,
  { programme, targets, clusters, from }: Checked,
  tell: (sentence: Sentence) => void,
): Promise<void> {
  const { clock, database } = services
  const planned = expectedProgrammes(services).filter(
    (each) => each.programme.programmeId !== programme.programmeId,
  )
  const book = new PlanBook(database, [...planned, { programme, targets, goingOn: null }])
  const seen = new Set<string>()
  await inSlices(clock, clusters, (cluster) => {
    const { timeZone, quietHours } = clusterConfigOf(services, cluster)
    const { plan, key } = book.planOf(cluster)
    const group = JSON.stringify([key, timeZone, quietHours])
    if (seen.has(group)) return
    seen.add(group)
    const span = { from, until: from + LOOKED_AHEAD_MS, about: programme.programmeId }
    for (const conflict of findConflicts({ ...plan, stopped: [] }, { timeZone, quietHours }, span)) {
      const vi = describeConflict(conflict, { language: 'vi', timeZone })
      tell({ code: conflict.kind, vi, en: describeConflict(conflict, { language: 'en', timeZone }) })
    }
  })
}

/** What plays, and in its place what is submitted: one of the two will be heard. */
function expectedProgrammes({ database, clock }: Services): PlannedProgramme[] {
  const bulletinOf = bulletinReader(database)
  const now = clock.now()
  const submitted = listProgrammes(database)
    .filter(({ state }) => state === 'submitted')
    .map(({ definition, targets }) => {
      const laid = { definition, targets, plannedAt: now, firstPlannedAt: now, underWay: null }
      return plannedProgramme(laid, bulletinOf, () => true)
    })
  const ids = new Set(submitted.map(({ programme }) => programme.programmeId))
  const playing = listPlannedProgrammes(database, now).filter(
    ({ programme }) => !ids.has(programme.programmeId),
  )
  return [...playing, ...submitted.filter(({ programme }) => programme.playlist.length > 0)]
}
