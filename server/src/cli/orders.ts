import {
  CodedError,
  type CommandAnswerLine,
  newId,
  type OrderAnswer,
  type Place,
  type TimeAnswer,
} from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'
import { adminClient, readArguments, wholeNumber, wordAt } from './terminal/arguments.ts'
import { type Command, DONE, FAILED, type Terminal } from './terminal/terminal.ts'

const OUTCOMES: Record<CommandAnswerLine['outcome'], string> = {
  acknowledged: 'đã nhận (acknowledged)',
  refused: 'từ chối (refused)',
  unanswered: 'không trả lời (no answer)',
  notSent: 'chưa gửi được (not sent)',
}

/** Why a cluster did not take it, where the code alone would say little. */
const DETAILS: Record<string, string> = {
  notConnected: 'đang mất kết nối (away)',
  clusterNotEnrolled: 'chưa ghi danh (not enrolled)',
}

/** One line a cluster; a failure unless every one has acknowledged. */
function report(lines: readonly CommandAnswerLine[], terminal: Terminal): number {
  for (const { clusterId, outcome, detail } of lines) {
    const why = detail === null ? '' : `: ${DETAILS[detail] ?? detail}`
    terminal.out(`${clusterId}\t${OUTCOMES[outcome]}${why}\n`)
  }
  return lines.every(({ outcome }) => outcome === 'acknowledged') ? DONE : FAILED
}

/** The cluster, area or zone of this id, looked for in this order. Rejects with `clusterNotFound`. */
async function placeOf(client: AdminClient, id: string): Promise<Place> {
  const isCluster = await client.get(`/api/v1/clusters/${encodeURIComponent(id)}`).then(
    () => true,
    (cause: unknown) => {
      if (cause instanceof CodedError && cause.code === 'clusterNotFound') return false
      throw cause
    },
  )
  if (isCluster) return { clusterId: id }
  const areas = await client.get<{ areaId: string }[]>('/api/v1/areas')
  if (areas.some(({ areaId }) => areaId === id)) return { areaId: id }
  const zones = await client.get<{ zoneId: string }[]>('/api/v1/zones')
  if (zones.some(({ zoneId }) => zoneId === id)) return { zoneId: id }
  throw new CodedError('clusterNotFound', `no cluster, zone or area is ${id}`)
}

/** Gives an order to the place that is the first word, and prints what came back. */
async function giveOrder(
  { path, order, args }: { path: string; order: (words: string[]) => object; args: string[] },
  terminal: Terminal,
): Promise<number> {
  const { values, positionals } = readArguments(args, {})
  const id = wordAt(positionals, 0, 'CLUSTER')
  const wanted = order(positionals)
  const client = adminClient(terminal, values.data)
  const place = await placeOf(client, id)
  const requestId = newId('lenh', terminal.chance)
  const { lines } = await client.post<OrderAnswer>(path, { place, requestId, ...wanted })
  return report(lines, terminal)
}

export const stop: Command = {
  summary: 'dừng phát (stop what sounds)',
  usage: `tieng-lang stop CLUSTER|ZONE|AREA [BROADCAST]

Dừng ngay; không nêu BROADCAST thì dừng mọi thứ đang phát ở đó. (Stops at once; without BROADCAST whatever sounds.)`,
  run: (args, terminal) =>
    giveOrder(
      { path: '/api/v1/stops', order: (words) => ({ broadcastId: words[1] ?? null }), args },
      terminal,
    ),
}

export const time: Command = {
  summary: 'gửi giờ máy chủ cho cụm loa (send the server time)',
  usage: `tieng-lang time CLUSTER

Gửi giờ theo câu hỏi gần nhất của cụm loa. (Answers the cluster's last time question again.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {})
    const order = { clusterId: wordAt(positionals, 0, 'CLUSTER') }
    const client = adminClient(terminal, values.data)
    const { lines } = await client.post<TimeAnswer>('/api/v1/times', order)
    return report(lines, terminal)
  },
}

export const volume: Command = {
  summary: 'đặt âm lượng (volume)',
  usage: 'tieng-lang volume CLUSTER|ZONE|AREA PERCENT\n\nÂm lượng 0-100. (Volume in percent.)',
  run: (args, terminal) => giveOrder({ path: '/api/v1/commands', order: volumeOrder, args }, terminal),
}

function volumeOrder(words: string[]): object {
  const percent = wholeNumber(wordAt(words, 1, 'PERCENT'), { name: 'PERCENT', min: 0, max: 100 })
  return { body: { name: 'volume', percent } }
}

export const restart = plainOrder('restart', 'khởi động lại cụm loa (restart)')
export const pause = plainOrder('pause', 'tạm dừng (pause)')
export const resume = plainOrder('resume', 'phát tiếp (resume)')
export const next = plainOrder('next', 'chuyển sang mục kế tiếp (next item)')

function plainOrder(name: string, summary: string): Command {
  return {
    summary,
    usage: `tieng-lang ${name} CLUSTER|ZONE|AREA\n\n${summary}`,
    run: (args, terminal) =>
      giveOrder({ path: '/api/v1/commands', order: () => ({ body: { name } }), args }, terminal),
  }
}
