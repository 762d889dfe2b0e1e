import { readFileSync } from 'node:fs'
import { CodedError, type QuietHours } from '@tieng-lang/protocol'
import { actAt, adminClient, readArguments, wholeNumber, wordAt } from './terminal/arguments.ts'
import { type Command, DONE } from './terminal/terminal.ts'

const QUIET = `Giờ yên lặng: --quiet 21:00-05:00 (nhiều lần được), hoặc --no-quiet. (Quiet hours, repeatable, or none.)`

export const area: Command = {
  summary: 'thêm, liệt kê khu vực (areas)',
  usage: `tieng-lang area add NAME [--id ID] [--parent AREA] [--code CODE] [--time-zone ZONE] [--quiet FROM-UNTIL] [--no-quiet]
tieng-lang area list

Thêm một khu vực (tỉnh, xã, thôn ...); CODE là mã theo QĐ 19/2025. ${QUIET}
(Adds an area; CODE as in QĐ 19/2025.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {
      id: { type: 'string' },
      parent: { type: 'string' },
      code: { type: 'string' },
      'time-zone': { type: 'string' },
      ...QUIET_FLAGS,
    })
    const client = adminClient(terminal, values.data)
    if (actAt(positionals, ['add', 'list']) === 'list') {
      const areas = await client.get<{ areaId: string; code: string | null; name: string }[]>('/api/v1/areas')
      for (const { areaId, code, name } of areas) terminal.out(`${areaId}\t${code ?? '-'}\t${name}\n`)
      return DONE
    }
    const { areaId } = await client.post<{ areaId: string }>('/api/v1/areas', {
      name: wordAt(positionals, 1, 'NAME'),
      areaId: values.id,
      parentId: values.parent,
      code: values.code,
      settings: { timeZone: values['time-zone'], quietHours: quietHours(values) },
    })
    terminal.out(`${areaId}\n`)
    return DONE
  },
}

export const cluster: Command = {
  summary: 'thêm, đổi, liệt kê cụm loa (clusters)',
  usage: `tieng-lang cluster add NAME --area AREA [--id ID] [--volume PERCENT] [--zone ZONE] [--settings FILE] [--quiet FROM-UNTIL] [--no-quiet]
tieng-lang cluster change CLUSTER [--name NAME] [--area AREA] [--volume PERCENT] [--zone ZONE] [--settings FILE] [--quiet FROM-UNTIL] [--no-quiet]
tieng-lang cluster list

Thêm, đổi hoặc chuyển (--area) một cụm loa; FILE là JSON. ${QUIET}
(Adds, changes or moves a cluster; FILE holds settings as JSON.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {
      area: { type: 'string' },
      id: { type: 'string' },
      name: { type: 'string' },
      volume: { type: 'string' },
      zone: { type: 'string', multiple: true },
      settings: { type: 'string' },
      ...QUIET_FLAGS,
    })
    const client = adminClient(terminal, values.data)
    const act = actAt(positionals, ['add', 'change', 'list'])
    if (act === 'list') {
      const clusters =
        await client.get<{ clusterId: string; areaId: string; name: string }[]>('/api/v1/clusters')
      for (const { clusterId, areaId, name } of clusters) terminal.out(`${clusterId}\t${areaId}\t${name}\n`)
      return DONE
    }
    const settings = clusterSettings(values)
    const word = wordAt(positionals, 1, act === 'add' ? 'NAME' : 'CLUSTER')
    const { clusterId } =
      act === 'add'
        ? await client.post<{ clusterId: string }>('/api/v1/clusters', {
            name: word,
            areaId: values.area ?? missing('--area'),
            clusterId: values.id,
            settings,
          })
        : await client.patch<{ clusterId: string }>(`/api/v1/clusters/${encodeURIComponent(word)}`, {
            name: values.name,
            areaId: values.area,
            settings,
          })
    terminal.out(`${clusterId}\n`)
    return DONE
  },
}

export const enrolmentCode: Command = {
  summary: 'cấp mã ghi danh cho một bo mạch (one-time enrolment code)',
  usage: `tieng-lang enrolment-code CLUSTER [--minutes N]

In ra mã dùng một lần, có hạn (mặc định 1440 phút). (Prints a one-time code; it ends after N minutes.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, { minutes: { type: 'string' } })
    const minutes = { name: '--minutes', min: 1, max: 43_200 }
    const { code } = await adminClient(terminal, values.data).post<{ code: string }>(
      '/api/v1/enrolment-codes',
      {
        clusterId: wordAt(positionals, 0, 'CLUSTER'),
        validMinutes: wholeNumber(values.minutes ?? '1440', minutes),
      },
    )
    terminal.out(`${code}\n`)
    return DONE
  },
}

const QUIET_FLAGS = {
  quiet: { type: 'string', multiple: true },
  'no-quiet': { type: 'boolean' },
} as const

/** Undefined where nothing was said: then the areas above decide. */
function quietHours(values: { quiet?: string[]; 'no-quiet'?: boolean }): QuietHours | undefined {
  if (values['no-quiet']) return { windows: [] }
  return values.quiet && { windows: values.quiet.map(quietWindow) }
}

function quietWindow(text: string): QuietHours['windows'][number] {
  const [from, until] = text.split('-')
  if (from === undefined || until === undefined) return missing('--quiet FROM-UNTIL')
  return { from, until }
}

function clusterSettings(values: {
  volume?: string
  zone?: string[]
  settings?: string
  quiet?: string[]
  'no-quiet'?: boolean
}): Record<string, unknown> {
  const quiet = quietHours(values)
  return {
    ...(values.settings !== undefined && readJson(values.settings)),
    ...(values.zone && { zones: values.zone }),
    ...(quiet && { quietHours: quiet }),
    ...(values.volume !== undefined && { volume: volumeOf(values.volume) }),
  }
}

function volumeOf(text: string) {
  const defaultPercent = wholeNumber(text, { name: '--volume', min: 0, max: 100 })
  return { defaultPercent, emergencyPercent: 100, hardCapPercent: 100, byTimeOfDay: [] }
}

/** A file with a JSON object. Throws `fileUnreadable`. */
export function readJson(path: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof value === 'object' && value !== null) return { ...value }
  } catch (cause) {
    throw new CodedError('fileUnreadable', `${path}: ${String(cause)}`, { cause })
  }
  throw new CodedError('fileUnreadable', `${path} is not a JSON object`)
}

function missing(flag: string): never {
  throw new CodedError('wronglyAsked', `thiếu ${flag} (${flag} is missing)`)
}
