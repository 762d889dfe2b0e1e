import type { CommandAnswer } from '../broadcasting/commands/command-desk.ts'
import { adminClient, readArguments, wholeNumber, wordAt } from './arguments.ts'
import { type Command, DONE, FAILED, type Terminal } from './terminal.ts'

const OUTCOMES: Record<CommandAnswer['outcome'], string> = {
  acknowledged: 'đã nhận (acknowledged)',
  refused: 'từ chối (refused)',
  unanswered: 'không trả lời (no answer)',
  notSent: 'chưa gửi được (not sent)',
}

/** One line a cluster; a failure unless every one has acknowledged. */
function report(answers: readonly CommandAnswer[], terminal: Terminal): number {
  for (const { clusterId, outcome, detail } of answers)
    terminal.out(`${clusterId}\t${OUTCOMES[outcome]}${detail === null ? '' : `: ${detail}`}\n`)
  return answers.every(({ outcome }) => outcome === 'acknowledged') ? DONE : FAILED
}

export const stop: Command = {
  summary: 'dừng phát (stop what sounds)',
  usage: `tieng-lang stop CLUSTER|AREA [BROADCAST]

Dừng ngay; không nêu BROADCAST thì dừng mọi thứ đang phát ở đó. (Stops at once; without BROADCAST whatever sounds.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {})
    const order = { place: wordAt(positionals, 0, 'CLUSTER'), broadcastId: positionals[1] ?? null }
    return report(await adminClient(terminal, values.data).post('/api/v1/stops', order), terminal)
  },
}

export const time: Command = {
  summary: 'gửi giờ máy chủ cho cụm loa (send the server time)',
  usage: `tieng-lang time CLUSTER

Gửi giờ theo câu hỏi gần nhất của cụm loa. (Answers the cluster's last time question again.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {})
    const order = { clusterId: wordAt(positionals, 0, 'CLUSTER') }
    return report(await adminClient(terminal, values.data).post('/api/v1/times', order), terminal)
  },
}

export const volume: Command = {
  summary: 'đặt âm lượng (volume)',
  usage: 'tieng-lang volume CLUSTER|AREA PERCENT\n\nÂm lượng 0-100. (Volume in percent.)',
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {})
    const percent = wholeNumber(wordAt(positionals, 1, 'PERCENT'), { name: 'PERCENT', min: 0, max: 100 })
    const order = { place: wordAt(positionals, 0, 'CLUSTER'), body: { name: 'volume', percent } }
    return report(await adminClient(terminal, values.data).post('/api/v1/commands', order), terminal)
  },
}

export const restart = plainOrder('restart', 'khởi động lại cụm loa (restart)')
export const pause = plainOrder('pause', 'tạm dừng (pause)')
export const resume = plainOrder('resume', 'phát tiếp (resume)')
export const next = plainOrder('next', 'chuyển sang mục kế tiếp (next item)')

function plainOrder(name: string, summary: string): Command {
  return {
    summary,
    usage: `tieng-lang ${name} CLUSTER|AREA\n\n${summary}`,
    async run(args, terminal) {
      const { values, positionals } = readArguments(args, {})
      const order = { place: wordAt(positionals, 0, 'CLUSTER'), body: { name } }
      return report(await adminClient(terminal, values.data).post('/api/v1/commands', order), terminal)
    },
  }
}
