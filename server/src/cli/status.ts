import type { ServerStatus } from '../broadcasting/status.ts'
import type { PlayoutLine } from '../storage/playouts.ts'
import { adminClient, readArguments, wholeNumber } from './arguments.ts'
import { type Command, DONE } from './terminal.ts'

export const status: Command = {
  summary: 'tình trạng máy chủ và cụm loa (status)',
  usage: 'tieng-lang status [--json]\n\nMỗi cụm loa một dòng. (One line a cluster.)',
  async run(args, terminal) {
    const { values } = readArguments(args, { json: { type: 'boolean' } })
    const found = await adminClient(terminal, values.data).get<ServerStatus>('/api/v1/status')
    if (values.json) {
      terminal.out(`${JSON.stringify(found)}\n`)
      return DONE
    }
    for (const { clusterId, isConnected, isEnrolled, planRevision, media, playing, name } of found.clusters) {
      const link = isConnected ? 'kết nối' : isEnrolled ? 'mất kết nối' : 'chưa ghi danh'
      const plan = `lịch ${planRevision.held ?? '-'}/${planRevision.wanted ?? '-'}`
      const audio = media ? `tệp ${media.held}/${media.wanted}` : 'tệp -'
      terminal.out(
        `${[clusterId, link, plan, audio, playing ? 'đang phát' : 'không phát', name].join('\t')}\n`,
      )
    }
    return DONE
  },
}

export const playouts: Command = {
  summary: 'nhật ký phát (playout records)',
  usage: `tieng-lang playouts [--cluster CLUSTER] [--count N] [--json]

Những lần phát gần nhất, mới nhất trước. (The latest playouts, newest first.)`,
  async run(args, terminal) {
    const { values } = readArguments(args, {
      cluster: { type: 'string' },
      count: { type: 'string' },
      json: { type: 'boolean' },
    })
    const count = wholeNumber(values.count ?? '20', { name: '--count', min: 1, max: 1_000 })
    const query = new URLSearchParams({
      count: String(count),
      ...(values.cluster !== undefined && { clusterId: values.cluster }),
    })
    const lines = await adminClient(terminal, values.data).get<PlayoutLine[]>(`/api/v1/playouts?${query}`)
    if (values.json) terminal.out(`${JSON.stringify(lines)}\n`)
    else for (const each of lines) terminal.out(`${textOf(each)}\n`)
    return DONE
  },
}

function textOf({
  dueAt,
  clusterId,
  occurrenceId,
  outcome,
  reason,
  evidence,
  heardMs,
  askedMs,
}: PlayoutLine) {
  const heard = `${(heardMs / 1_000).toFixed(1)}/${(askedMs / 1_000).toFixed(1)} s`
  return [
    new Date(dueAt).toISOString(),
    clusterId,
    occurrenceId,
    outcome,
    reason ?? '-',
    evidence,
    heard,
  ].join('\t')
}
