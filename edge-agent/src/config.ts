import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CodedError, compileShape, EnrolmentCode, shape } from '@tieng-lang/protocol'
import { type Static, Type } from 'typebox'

const Address = shape({
  host: Type.String({ minLength: 1, maxLength: 253 }),
  port: Type.Integer({ minimum: 1, maximum: 65_535 }),
})

/** What one board's agent is told on the spot; everything else comes signed from the server. */
export const AgentConfig = shape({
  dataDir: Type.String({ minLength: 1 }),
  /** Where to enrol: `http://host:port`. */
  serverUrl: Type.String({ pattern: '^https?://' }),
  enrolmentCode: Type.Optional(EnrolmentCode),
  /** The only way out of this site (a gateway, forwarded ports): taken in place of every address that the server names. */
  via: Type.Optional(
    shape({
      httpUrl: Type.String({ pattern: '^https?://' }),
      mqttUrl: Type.String({ pattern: '^mqtts?://' }),
      /** For live sound, over UDP; without it the addresses that the server names are asked. */
      stream: Type.Optional(Address),
    }),
  ),
  /** Modbus TCP, or RTU over TCP behind a serial server; without it the board is blind and always on. */
  board: Type.Optional(
    shape({
      ...Address.properties,
      framing: Type.Optional(Type.Union([Type.Literal('tcp'), Type.Literal('rtuOverTcp')])),
    }),
  ),
  output: Type.Union([
    shape({ kind: Type.Literal('pcmLink'), ...Address.properties, latencyMs: Type.Optional(Type.Number()) }),
    shape({ kind: Type.Literal('alsa'), device: Type.String({ minLength: 1, maxLength: 100 }) }),
    shape({ kind: Type.Literal('wav'), file: Type.String({ minLength: 1 }) }),
  ]),
  /** What the board's FM tuner is wired to; without it a tuner is of no use. */
  tunerInput: Type.Optional(
    Type.Union([
      shape({ kind: Type.Literal('pcmLink'), ...Address.properties }),
      shape({ kind: Type.Literal('alsa'), device: Type.String({ minLength: 1, maxLength: 100 }) }),
    ]),
  ),
  /** False for a board without a battery-backed clock: after a power cut it must hear from the server first. */
  hasRtc: Type.Optional(Type.Boolean()),
  logLevel: Type.Optional(Type.Enum(['debug', 'info', 'warn', 'error', 'silent'])),
})
export type AgentConfig = Static<typeof AgentConfig>

const check = compileShape(AgentConfig)

export const AGENT_HELP = `tieng-lang agent: chạy bộ điều khiển của một cụm loa (the agent of one loudspeaker cluster)

  --config FILE       tệp cấu hình JSON; các cờ dưới đây ghi đè lên tệp (flags override the file)
  --data DIR          thư mục dữ liệu của cụm (data folder)                 TIENG_LANG_DATA_DIR
  --server URL        máy chủ để ghi danh (server to enrol with)            TIENG_LANG_SERVER_URL
  --code XXXX-…       mã ghi danh dùng một lần (one-time enrolment code)    TIENG_LANG_ENROLMENT_CODE
  --via-http URL      lối ra duy nhất tại chỗ, thay cho mọi địa chỉ HTTP mà máy chủ báo
  --via-mqtt URL      … và MQTT (the site's only way out, in place of every address that the server names; both or none)
  --via-stream H:PORT … và tiếng trực tiếp qua UDP (… and for live sound, over UDP)
  --board HOST:PORT   bo mạch qua Modbus TCP (board over Modbus TCP)
  --pcm HOST:PORT     card âm thanh qua đường PCM (sound card over the PCM link)
  --alsa DEVICE       card âm thanh ALSA, ví dụ plughw:0
  --wav FILE          ghi ra tệp WAV thay vì phát (write a WAV file instead)
  --tuner-pcm HOST:PORT  tiếng của bộ thu FM qua đường PCM (the FM tuner's sound over the PCM link)
  --tuner-alsa DEVICE tiếng của bộ thu FM qua card ALSA (… through a sound card that captures)
  --no-rtc            bo mạch không có đồng hồ thời gian thực dùng pin (no battery-backed clock)
  --log LEVEL         debug, info, warn, error, silent

Tệp cấu hình (the file), ví dụ:

  { "dataDir": "/var/lib/tieng-lang", "serverUrl": "http://server.example:8080",
    "enrolmentCode": "XXXX-XXXX-XXXX-XXXX", "board": { "host": "127.0.0.1", "port": 502 },
    "output": { "kind": "alsa", "device": "plughw:0,0" } }
`

/**
 * Reads flags, environment and file, in falling precedence.
 * @throws CodedError `configInvalid` with a sentence that names what is wrong; unknown keys are refused.
 */
export function readAgentConfig(args: string[], environment: NodeJS.ProcessEnv): AgentConfig {
  const { values } = parseArgs({
    args,
    options: {
      config: { type: 'string' },
      data: { type: 'string' },
      server: { type: 'string' },
      code: { type: 'string' },
      'via-http': { type: 'string' },
      'via-mqtt': { type: 'string' },
      'via-stream': { type: 'string' },
      board: { type: 'string' },
      pcm: { type: 'string' },
      alsa: { type: 'string' },
      wav: { type: 'string' },
      'tuner-pcm': { type: 'string' },
      'tuner-alsa': { type: 'string' },
      'no-rtc': { type: 'boolean' },
      log: { type: 'string' },
    },
  })
  const given = {
    dataDir: values.data ?? environment.TIENG_LANG_DATA_DIR,
    serverUrl: values.server ?? environment.TIENG_LANG_SERVER_URL,
    enrolmentCode: values.code ?? environment.TIENG_LANG_ENROLMENT_CODE,
    via: viaOf(values),
    board: values.board === undefined ? undefined : addressOf(values.board),
    output: outputOf(values),
    tunerInput: tunerInputOf(values['tuner-pcm'], values['tuner-alsa']),
    hasRtc: values['no-rtc'] ? false : undefined,
    logLevel: values.log,
  }
  const fromFile = values.config === undefined ? {} : readFile(values.config)
  const config = {
    ...fromFile,
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  }
  if (check.check(config)) return config
  throw new CodedError(
    'configInvalid',
    `Cấu hình không hợp lệ (invalid configuration): ${check.explain(config)}`,
  )
}

interface ViaFlags {
  'via-http'?: string | undefined
  'via-mqtt'?: string | undefined
  'via-stream'?: string | undefined
}

/** One of the first two without the other is refused by the shape. */
function viaOf(flags: ViaFlags): unknown {
  const { 'via-http': httpUrl, 'via-mqtt': mqttUrl, 'via-stream': stream } = flags
  if (httpUrl === undefined && mqttUrl === undefined && stream === undefined) return undefined
  return { httpUrl, mqttUrl, ...(stream !== undefined && { stream: addressOf(stream) }) }
}

function outputOf(values: { pcm?: string; alsa?: string; wav?: string }): unknown {
  if (values.pcm !== undefined) return { kind: 'pcmLink', ...addressOf(values.pcm) }
  if (values.alsa !== undefined) return { kind: 'alsa', device: values.alsa }
  return values.wav === undefined ? undefined : { kind: 'wav', file: values.wav }
}

function tunerInputOf(pcm: string | undefined, alsa: string | undefined): unknown {
  if (pcm !== undefined) return { kind: 'pcmLink', ...addressOf(pcm) }
  return alsa === undefined ? undefined : { kind: 'alsa', device: alsa }
}

function addressOf(text: string): { host: string; port: number } {
  const colon = text.lastIndexOf(':')
  return { host: text.slice(0, colon), port: Number(text.slice(colon + 1)) }
}

function readFile(path: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch (cause) {
    throw new CodedError('configInvalid', `Không đọc được ${path} (cannot read it): ${cause}`, { cause })
  }
}
