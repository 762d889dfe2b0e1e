import {
  CodedError,
  newId,
  type Page,
  type ProgrammeAnswer,
  type ProgrammeBody,
  type ProgrammeCheckAnswer,
  type ProgrammeDefinition,
} from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'
import { actAt, adminClient, readArguments, wholeNumber, wordAt } from './terminal/arguments.ts'
import { type Command, DONE, type Terminal } from './terminal/terminal.ts'
import { readJson } from './tree.ts'

const FLAGS = {
  id: { type: 'string' },
  name: { type: 'string' },
  area: { type: 'string', multiple: true },
  zone: { type: 'string', multiple: true },
  cluster: { type: 'string', multiple: true },
  bulletin: { type: 'string', multiple: true },
  daily: { type: 'string', multiple: true },
  cron: { type: 'string' },
  at: { type: 'string' },
  repeats: { type: 'string' },
  'gap-s': { type: 'string' },
  priority: { type: 'boolean' },
  draft: { type: 'boolean' },
  file: { type: 'string' },
} as const

export const programme: Command = {
  summary: 'thêm, liệt kê, duyệt, gỡ chương trình (programmes)',
  usage: `tieng-lang programme put --name NAME (--area AREA | --zone ZONE | --cluster CLUSTER) --bulletin BULLETIN
    (--daily HH:MM | --cron EXPRESSION | --at now|ISO-TIME) [--id ID] [--repeats N] [--gap-s N] [--priority] [--draft]
tieng-lang programme put --file FILE
tieng-lang programme approve|remove PROGRAMME
tieng-lang programme list

Thêm hoặc thay một khung giờ với danh sách phát; các cờ --area, --bulletin, --daily dùng nhiều lần được.
FILE là JSON: { definition, targets }; tiếp sóng đài khác thì chỉ ghi được trong FILE: mục nào của
definition.playlist có relay thay cho bulletinId, với relay = { source: { kind: "stream", url }, durationMsMax,
fallbackBulletinId }; thu từ bộ thu FM của cụm thì source: { kind: "tuner", frequencyKhz: 91000 }. (Adds or replaces a slot with its playlist; most flags may be repeated. "add" is the same as
"put". A relay of another station is an item with "relay" in FILE.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, FLAGS)
    const client = adminClient(terminal, values.data)
    const act = actAt(positionals, ['put', 'add', 'approve', 'remove', 'list'])
    if (act === 'list') {
      await list(client, terminal)
      return DONE
    }
    if (act === 'put' || act === 'add') {
      const body = values.file === undefined ? fromFlags(values, terminal) : programmeIn(values.file)
      await put(client, terminal, { body, isDraft: values.draft === true })
      return DONE
    }
    const path = `/api/v1/programmes/${encodeURIComponent(wordAt(positionals, 1, 'PROGRAMME'))}`
    if (act === 'approve') await client.post(`${path}/approval`, {})
    else await client.remove(path)
    terminal.out('Đã xong. (Done.)\n')
    return DONE
  },
}

/** The server gives no longer pages. */
const LISTED_AT_ONCE = 500

async function list(client: AdminClient, terminal: Terminal): Promise<void> {
  let after: string | null = ''
  while (after !== null) {
    const from: string = after === '' ? '' : `&after=${encodeURIComponent(after)}`
    const page: Page<ProgrammeAnswer> = await client.get(`/api/v1/programmes?count=${LISTED_AT_ONCE}${from}`)
    for (const { programmeId, state, definition } of page.items)
      terminal.out(`${programmeId}\t${state}\t${definition.name}\n`)
    after = page.next
  }
}

/** What stands in the way is told first; approved at once unless a draft was asked for. */
async function put(
  client: AdminClient,
  terminal: Terminal,
  { body, isDraft }: { body: ProgrammeBody; isDraft: boolean },
): Promise<void> {
  const { conflicts } = await client.post<ProgrammeCheckAnswer>('/api/v1/programme-checks', body)
  const programmeId = isDraft ? await putDraft(client, body) : await putApproved(client, body)
  terminal.out(`${programmeId}\n`)
  for (const { vi } of conflicts) terminal.error(`Lưu ý (note): ${vi}\n`)
}

async function putApproved(client: AdminClient, body: ProgrammeBody): Promise<string> {
  const { programmeId } = await client.post<ProgrammeAnswer>('/api/v1/programmes?review=approve', body)
  return programmeId
}

async function putDraft(client: AdminClient, body: ProgrammeBody): Promise<string> {
  const { programmeId } = body.definition
  try {
    await client.post('/api/v1/programmes', body)
  } catch (cause) {
    if (!(cause instanceof CodedError) || cause.code !== 'alreadyExists') throw cause
    await client.put(`/api/v1/programmes/${encodeURIComponent(programmeId)}`, body)
  }
  return programmeId
}

/** The server checks its shape, as of everything it is sent. */
function programmeIn(file: string): ProgrammeBody {
  return readJson(file) as ProgrammeBody
}

type Values = ReturnType<typeof readArguments<typeof FLAGS>>['values']

function fromFlags(values: Values, terminal: Terminal): ProgrammeBody {
  const { area = [], zone = [], cluster = [], bulletin = [] } = values
  const repeats = wholeNumber(values.repeats ?? '1', { name: '--repeats', min: 1, max: 50 })
  const gapS = wholeNumber(values['gap-s'] ?? '2', { name: '--gap-s', min: 0, max: 600 })
  const playlist = bulletin.map((bulletinId, index) => ({
    itemId: `muc-${index + 1}`,
    title: '',
    bulletinId,
    repeats,
    gapMs: gapS * 1_000,
  }))
  const programmeId = values.id ?? newId('ct', terminal.chance)
  const definition: ProgrammeDefinition = {
    programmeId,
    name: values.name ?? programmeId,
    priority: values.priority ? 'priority' : 'routine',
    recurrence: recurrenceFrom(values, terminal),
    validity: {},
    playlist,
    latenessMsMax: 60_000,
    onInterrupted: 'resume',
    mayBeCut: false,
  }
  return { definition, targets: { areas: area, zones: zone, clusters: cluster } }
}

/** How far ahead "now" lies: plan and audio must reach the clusters first. */
const NOW_AHEAD_MS = 15_000

function recurrenceFrom({ daily, cron, at }: Values, { clock }: Terminal): ProgrammeDefinition['recurrence'] {
  if (daily) return { kind: 'daily', startTimes: daily }
  if (cron !== undefined) return { kind: 'cron', expression: cron }
  if (at === 'now') return { kind: 'once', at: Math.ceil((clock.now() + NOW_AHEAD_MS) / 1_000) * 1_000 }
  const instant = Date.parse(at ?? '')
  if (Number.isNaN(instant))
    throw new CodedError(
      'wronglyAsked',
      'thiếu --daily, --cron hoặc --at (say when: --daily, --cron or --at)',
    )
  return { kind: 'once', at: instant }
}
