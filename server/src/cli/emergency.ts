import {
  CodedError,
  EMERGENCY_EVENTS,
  type EmergencyAnswer,
  type EmergencyEnd,
  type EmergencyLine,
  MINUTE_MS,
  newId,
  type Page,
} from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'
import { EMERGENCY_OUTCOME_WORDS, MOMENT_WORDS } from '../broadcasting/emergencies/answer/moment-words.ts'
import { actAt, adminClient, readArguments, wholeNumber, wordAt } from './terminal/arguments.ts'
import { type Command, DONE, FAILED, type Terminal } from './terminal/terminal.ts'

const FLAGS = {
  area: { type: 'string', multiple: true },
  zone: { type: 'string', multiple: true },
  cluster: { type: 'string', multiple: true },
  commander: { type: 'string' },
  reason: { type: 'string' },
  text: { type: 'string' },
  language: { type: 'string' },
  severity: { type: 'string' },
  minutes: { type: 'string' },
  exercise: { type: 'boolean' },
  how: { type: 'string' },
  all: { type: 'boolean' },
} as const

/** The socket asks for none; the shape of the request has one. */
const NO_PIN = '000000'
const LASTS_MINUTES = 60
const LASTS_MINUTES_MAX = 7 * 24 * 60
const REPEAT_PLAN = { soonTimes: 2, soonEveryS: 300, thenEveryS: 1_200 }
const STATES: Readonly<Record<EmergencyLine['state'], string>> = {
  awaiting: 'chờ xác nhận (awaiting)',
  lapsed: 'không ai xác nhận (lapsed)',
  active: 'đang phát (active)',
  ended: 'đã báo yên (ended)',
  cancelled: 'đã huỷ (cancelled)',
  expired: 'hết hạn (expired)',
}

export const emergency: Command = {
  summary: 'phát khẩn cấp, theo dõi, kết thúc (emergencies)',
  usage: `tieng-lang emergency raise EVENT (--area AREA | --zone ZONE | --cluster CLUSTER) --commander NAME --reason WHY
    [--text WORDS] [--minutes N] [--severity SEVERITY] [--language CODE] [--exercise]
tieng-lang emergency list [--all]
tieng-lang emergency show EMERGENCY
tieng-lang emergency end EMERGENCY [--how allClear|cancel|correction] --reason WHY

EVENT: ${EMERGENCY_EVENTS.join(', ')}.
Người quản trị máy chủ không cần mã PIN, nhưng phải ghi rõ ai ra lệnh và vì sao; mọi việc được ghi vào nhật ký.
(Whoever administers the machine needs no PIN, but says who ordered it and why; all of it is audited.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, FLAGS)
    const client = adminClient(terminal, values.data)
    const act = actAt(positionals, ['raise', 'list', 'show', 'end'])
    if (act === 'list') return list(client, terminal, values.all === true)
    const word = wordAt(positionals, 1, act === 'raise' ? 'EVENT' : 'EMERGENCY')
    if (act === 'raise') {
      const order = orderOf(word, values, terminal)
      return show(await client.post<EmergencyAnswer>('/api/v1/emergencies', order), terminal)
    }
    const path = `/api/v1/emergencies/${encodeURIComponent(word)}`
    if (act === 'show') return show(await client.get<EmergencyAnswer>(path), terminal)
    const how = endOf(values.how ?? 'allClear')
    const requestId = newId('het', terminal.chance)
    const end = { how, reason: needed(values.reason, '--reason'), pin: NO_PIN, requestId }
    return show(await client.post<EmergencyAnswer>(`${path}/end`, end), terminal)
  },
}

type Values = ReturnType<typeof readArguments<typeof FLAGS>>['values']

/** Its event and severity are looked at by the server. */
function orderOf(event: string, values: Values, terminal: Terminal): Record<string, unknown> {
  const minutes = wholeNumber(values.minutes ?? String(LASTS_MINUTES), {
    ...{ name: '--minutes', min: 1, max: LASTS_MINUTES_MAX },
  })
  return {
    requestId: newId('yc', terminal.chance),
    ...{ status: values.exercise ? 'Exercise' : 'Actual', event, severity: values.severity ?? 'Severe' },
    ...{ text: values.text ?? '', language: values.language ?? 'vi', repeatPlan: REPEAT_PLAN },
    expiresAt: terminal.clock.now() + minutes * MINUTE_MS,
    place: {
      ...{ areas: values.area ?? [], zones: values.zone ?? [], clusters: values.cluster ?? [] },
      polygons: [],
    },
    commander: needed(values.commander, '--commander'),
    reason: needed(values.reason, '--reason'),
    pin: NO_PIN,
  }
}

function needed(value: string | undefined, name: string): string {
  if (value === undefined) throw new CodedError('wronglyAsked', `thiếu ${name} (${name} is missing)`)
  return value
}

function endOf(word: string): EmergencyEnd['how'] {
  if (word === 'allClear' || word === 'cancel' || word === 'correction') return word
  throw new CodedError('wronglyAsked', '--how: allClear | cancel | correction')
}

async function list(client: AdminClient, terminal: Terminal, isAll: boolean): Promise<number> {
  for (let after: string | null = ''; after !== null; ) {
    const from: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`
    const state = isAll ? 'all' : 'open'
    const page: Page<EmergencyLine> = await client.get(`/api/v1/emergencies?state=${state}${from}`)
    for (const line of page.items) terminal.out(`${lineText(line)}\n`)
    after = page.next
  }
  return DONE
}

function lineText({ emergencyId, state, status, event, areaNames, counts }: EmergencyLine): string {
  const heard = `${counts.heard + counts.playedNotProven}/${counts.targeted}`
  return [emergencyId, STATES[state], status, event, areaNames.join(', '), heard].join('\t')
}

/** Fails where an area has not got it yet: who looks at the exit code must know. */
function show(answer: EmergencyAnswer, terminal: Terminal): number {
  terminal.out(`${lineText(answer)}\n`)
  const { unpublishedAreas, clusters, moments } = answer
  if (unpublishedAreas.length > 0)
    terminal.out(`Chưa gửi được tới (not sent yet to): ${unpublishedAreas.join(', ')}\n`)
  for (const { clusterId, name, outcome, reason } of clusters)
    terminal.out(
      `  ${clusterId}\t${name}\t${EMERGENCY_OUTCOME_WORDS[outcome]}${reason ? `: ${reason}` : ''}\n`,
    )
  for (const { at, kind, by } of moments.filter(({ clusterId }) => clusterId === null))
    terminal.out(`  ${new Date(at).toISOString()}\t${MOMENT_WORDS[kind]}${by === null ? '' : `\t${by}`}\n`)
  return unpublishedAreas.length > 0 ? FAILED : DONE
}
