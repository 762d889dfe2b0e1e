import {
  CodedError,
  LIVE_DELAYS_MS,
  type LiveDelay,
  type LiveSessionAnswer,
  type LiveSessionLine,
  type NewLiveSession,
  newId,
  type Page,
} from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'
import { actAt, adminClient, dataFolder, readArguments, wordAt } from '../terminal/arguments.ts'
import { type Command, DONE, type Terminal } from '../terminal/terminal.ts'
import { speak } from './speak.ts'

const FLAGS = {
  input: { type: 'string' },
  config: { type: 'string' },
  area: { type: 'string', multiple: true },
  zone: { type: 'string', multiple: true },
  cluster: { type: 'string', multiple: true },
  silence: { type: 'string', multiple: true },
  title: { type: 'string' },
  delay: { type: 'string' },
  emergency: { type: 'string' },
  'take-over': { type: 'boolean' },
} as const

const STATES: Readonly<Record<LiveSessionLine['state'], string>> = {
  waiting: 'chờ micrô (waiting)',
  onAir: 'đang phát (on air)',
  ended: 'đã kết thúc (ended)',
}

function delays(language: 'vi' | 'en'): string {
  return Object.entries(LIVE_DELAYS_MS)
    .map(
      ([name, ms]) => `${name} ${(ms / 1_000).toLocaleString(language)} ${language === 'vi' ? 'giây' : 's'}`,
    )
    .join(', ')
}

export const live: Command = {
  summary: 'phát trực tiếp (live voice)',
  usage: `tieng-lang live --input FILE|alsa:CARD|URL (--area AREA | --zone ZONE | --cluster CLUSTER)
    [--title TITLE] [--delay ${Object.keys(LIVE_DELAYS_MS).join('|')}] [--silence CLUSTER] [--emergency EMERGENCY] [--take-over]
    [--config FILE]
tieng-lang live list
tieng-lang live end SESSION

Phát trực tiếp từ tệp, cạc âm thanh hoặc luồng mạng cho đến khi hết tệp hoặc Ctrl-C. Ví dụ:
  tieng-lang live --input loi-noi.mp3 --area xa-dong
  tieng-lang live --input alsa:default --area xa-dong --silence cum-1    micrô của chính máy chủ ("arecord -l": các cạc)
  tieng-lang live --input https://dai.vn/truc-tiep.mp3 --cluster cum-1 --cluster cum-2
--area, --zone, --cluster, --silence: mã, ghi được nhiều lần ("tieng-lang area list", "tieng-lang cluster list").
--delay: loa chậm hơn micrô bao nhiêu: ${delays('vi')}; sóng yếu thì chọn robust.
--silence: cụm loa đứng cạnh micrô, không phát. --take-over: giành quyền nói từ người đang nói ở đó.
--emergency: thuộc một đợt khẩn cấp, phát cả trong giờ yên lặng. Tự kết thúc sau một phút không
có tiếng nói, hoặc sau nửa giờ (stream.talkMinutesMax).
Luồng mạng theo cùng quy tắc với tiếp sóng: chỉ http và https, không kèm mật khẩu; địa chỉ mạng nội bộ phải có trong
relays.privateSourcesAllowed của cấu hình (--config hoặc TIENG_LANG_CONFIG, như khi chạy máy chủ).
(Speaks live from a file, a sound card or a stream until it ends or Ctrl-C. --delay: how far the loudspeakers are behind:
${delays('en')}; robust for poor networks. --silence: a cluster beside the microphone. --take-over: from
whoever speaks there. --emergency: as part of one, in quiet hours as well. It ends by itself after a minute without voice,
or after half an hour (stream.talkMinutesMax).
Streams follow the rules of relays: http and https, no password; addresses of a private network only where the
configuration names them in relays.privateSourcesAllowed: --config or TIENG_LANG_CONFIG, as for "serve".)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, FLAGS)
    const client = adminClient(terminal, values.data)
    if (values.input !== undefined) {
      const order = orderOf(values, terminal)
      const folder = dataFolder(terminal, values.data)
      const { privateSourcesAllowed } = await relayRules(values.config, terminal)
      return speak({ client, terminal, folder, input: values.input, privateSourcesAllowed, order })
    }
    if (actAt(positionals, ['list', 'end']) === 'list') return list(client, terminal)
    const path = `/api/v1/live-sessions/${encodeURIComponent(wordAt(positionals, 1, 'SESSION'))}/end`
    const ended = await client.post<LiveSessionAnswer>(path, { requestId: newId('het', terminal.chance) })
    terminal.out(`${lineText(ended)}\n`)
    return DONE
  },
}

/** As the server was configured: a person at its command line has no rules of their own. */
async function relayRules(file: string | undefined, { environment }: Terminal) {
  const { loadConfig } = await import('../../config.ts')
  return loadConfig({ file: file ?? environment.TIENG_LANG_CONFIG, environment, overrides: {} }).relays
}

type Values = ReturnType<typeof readArguments<typeof FLAGS>>['values']

function orderOf(values: Values, { chance }: Terminal): NewLiveSession {
  return {
    requestId: newId('yc', chance),
    title: values.title ?? 'Phát trực tiếp',
    place: { areas: values.area ?? [], zones: values.zone ?? [], clusters: values.cluster ?? [] },
    delay: delayOf(values.delay ?? 'live'),
    silenced: values.silence ?? [],
    takeOver: values['take-over'] === true,
    ...(values.emergency !== undefined && { emergencyId: values.emergency }),
  }
}

function delayOf(word: string): LiveDelay {
  if (word === 'lan' || word === 'live' || word === 'robust') return word
  throw new CodedError('wronglyAsked', `--delay: ${Object.keys(LIVE_DELAYS_MS).join(' | ')}`)
}

async function list(client: AdminClient, terminal: Terminal): Promise<number> {
  const page = await client.get<Page<LiveSessionLine>>('/api/v1/live-sessions')
  for (const line of page.items) terminal.out(`${lineText(line)}\n`)
  return DONE
}

function lineText(line: LiveSessionLine): string {
  const { sessionId, state, title, speaker, soundingCount, clusterCount, endedBecause } = line
  const why = endedBecause === null ? '' : endedBecause
  return [sessionId, STATES[state], title, speaker, `${soundingCount}/${clusterCount}`, why].join('\t').trim()
}
