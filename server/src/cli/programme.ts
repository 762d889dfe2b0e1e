import { CodedError, newId } from '@tieng-lang/protocol'
import type { ProgrammeDefinition, ProgrammeTargets, StoredProgramme } from '../storage/programmes.ts'
import { actAt, adminClient, readArguments, wholeNumber, wordAt } from './arguments.ts'
import { type Command, DONE, type Terminal } from './terminal.ts'
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
  usage: `tieng-lang programme add --name NAME (--area AREA | --zone ZONE | --cluster CLUSTER) --bulletin BULLETIN
    (--daily HH:MM | --cron EXPRESSION | --at now|ISO-TIME) [--id ID] [--repeats N] [--gap-s N] [--priority] [--draft]
tieng-lang programme add --file FILE
tieng-lang programme approve|remove PROGRAMME
tieng-lang programme list

Thêm một khung giờ với danh sách phát; các cờ --area, --bulletin, --daily dùng nhiều lần được.
FILE là JSON: { definition, targets }. (Adds a slot with its playlist; most flags may be repeated.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, FLAGS)
    const client = adminClient(terminal, values.data)
    const act = actAt(positionals, ['add', 'approve', 'remove', 'list'])
    if (act === 'list') {
      for (const each of await client.get<StoredProgramme[]>('/api/v1/programmes'))
        terminal.out(`${each.programmeId}\t${each.state}\t${each.definition.name}\n`)
      return DONE
    }
    if (act === 'add') {
      const given = values.file === undefined ? fromFlags(values, terminal) : readJson(values.file)
      const order = { ...given, isApprovedAtOnce: values.draft !== true }
      const { programmeId, conflicts } = await client.post<PutProgramme>('/api/v1/programmes', order)
      terminal.out(`${programmeId}\n`)
      for (const sentence of conflicts) terminal.error(`Lưu ý (note): ${sentence}\n`)
      return DONE
    }
    const path = `/api/v1/programmes/${encodeURIComponent(wordAt(positionals, 1, 'PROGRAMME'))}`
    if (act === 'approve') await client.post(`${path}/approval`, {})
    else await client.remove(path)
    terminal.out('Đã xong. (Done.)\n')
    return DONE
  },
}

type PutProgramme = StoredProgramme & { conflicts: string[] }
type Values = ReturnType<typeof readArguments<typeof FLAGS>>['values']

function fromFlags(
  values: Values,
  terminal: Terminal,
): { definition: ProgrammeDefinition; targets: ProgrammeTargets } {
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
