import {
  type ClusterState,
  DEFAULT_TIME_ZONE,
  type Page,
  type PlayoutLineAnswer,
  type StatusAnswer,
} from '@tieng-lang/protocol'
import { EVIDENCE_WORDS, OUTCOME_WORDS, REASON_WORDS } from '../../broadcasting/playouts/log-words.ts'
import { adminClient, readArguments, wholeNumber } from '../terminal/arguments.ts'
import { type Command, DONE } from '../terminal/terminal.ts'

export const status: Command = {
  summary: 'tình trạng máy chủ và cụm loa (status)',
  usage: 'tieng-lang status [--json]\n\nMỗi cụm loa một dòng. (One line a cluster.)',
  async run(args, terminal) {
    const { values } = readArguments(args, { json: { type: 'boolean' } })
    const found = await adminClient(terminal, values.data).get<StatusAnswer>('/api/v1/status')
    if (values.json) {
      terminal.out(`${JSON.stringify(found)}\n`)
      return DONE
    }
    for (const { clusterId, isConnected, isEnrolled, planRevision, media, playing, name } of found.clusters) {
      const link = isConnected ? 'kết nối' : isEnrolled ? 'mất kết nối' : 'chưa ghi danh'
      const plan = `lịch ${planRevision.held ?? '-'}/${planRevision.wanted ?? '-'}`
      const audio = media ? `tệp ${media.held}/${media.wanted}` : 'tệp -'
      terminal.out(`${[clusterId, link, plan, audio, playingText(playing), name].join('\t')}\n`)
    }
    return DONE
  },
}

function playingText(playing: ClusterState['playing']): string {
  if (!playing) return 'không phát'
  const name = [playing.programmeName, playing.title].filter((text) => text !== '').join(' · ')
  return name === '' ? 'đang phát' : `đang phát ${name}`
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
    const client = adminClient(terminal, values.data)
    const { items } = await client.get<Page<PlayoutLineAnswer>>(`/api/v1/playouts?${query}`)
    if (values.json) terminal.out(`${JSON.stringify(items)}\n`)
    else for (const each of items) terminal.out(`${textOf(each)}\n`)
    return DONE
  },
}

/** British digits: 24 hours with colons, and the day before the month with a slash, as Vietnamese is written. */
const localTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: DEFAULT_TIME_ZONE,
  dateStyle: 'short',
  timeStyle: 'medium',
})

/** `21/11/2026, 05:00:00  cum-1  Bản tin sáng · Tin  đã phát 30,0/30,0 giây (dòng điện đường loa)`. */
function textOf(line: PlayoutLineAnswer): string {
  const { dueAt, clusterId, occurrenceId, programmeName, title, outcome, reason, evidence } = line
  const name = [programmeName, title].filter((text) => text !== '').join(' · ') || occurrenceId
  const seconds = (ms: number) => (ms / 1_000).toFixed(1).replace('.', ',')
  const heard = `${OUTCOME_WORDS[outcome]} ${seconds(line.heardMs)}/${seconds(line.askedMs)} giây`
  const why = reason === null ? '' : `, ${REASON_WORDS[reason]}`
  const proof = outcome === 'notHeard' ? '' : ` (${EVIDENCE_WORDS[evidence]})`
  return [localTime.format(dueAt), clusterId, name, `${heard}${why}${proof}`].join('\t')
}
