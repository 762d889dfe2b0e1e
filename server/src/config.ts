import { isAbsolute, resolve } from 'node:path'
import { compileShape, DEFAULT_TIME_ZONE, shape } from '@tieng-lang/protocol'
import { validate } from 'node-cron'
import { type Static, Type } from 'typebox'
import { badConfig, environmentLayer, fileLayer, isObject, merged } from './config-layers.ts'

const Port = Type.Integer({ minimum: 0, maximum: 65_535 })
const TlsListener = {
  /** As `host` where it is not given. */
  host: Type.Optional(Type.String({ minLength: 1, maxLength: 253 })),
  port: Port,
}
const Url = (pattern: string) => Type.String({ pattern, maxLength: 300 })

/** Everything that can be set. `main.ts` reads it from a file and the environment; nothing else does. */
export const ServerConfig = shape({
  /** Database, audio, keys and the administration socket. */
  dataDir: Type.String({ minLength: 1 }),
  host: Type.String({ minLength: 1, maxLength: 253 }),
  /** 0 takes any free one. */
  port: Port,
  /**
   * The same over TLS, for people: a browser lets a page use the microphone of a phone only then. Null: not at all, or
   * done by a proxy in front of us.
   */
  https: Type.Union([
    shape({
      ...TlsListener,
      /** PEM, with the chain that leads to an authority which browsers trust. Looked at again every hour. */
      certificateFile: Type.String({ minLength: 1, maxLength: 1_000 }),
      keyFile: Type.String({ minLength: 1, maxLength: 1_000 }),
    }),
    /** Without files we are our own authority, whose root people let their devices trust once. */
    shape({
      ...TlsListener,
      /** Names and addresses that we are reached at, besides those of this machine and of the public URLs. */
      names: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 253 }), { maxItems: 20 })),
    }),
    Type.Null(),
  ]),
  /** How clusters reach us; empty: the address we listen on. */
  publicHttpUrls: Type.Array(Url('^https?://'), { maxItems: 8 }),
  mqtt: shape({
    host: Type.String({ minLength: 1, maxLength: 253 }),
    port: Port,
    publicUrls: Type.Array(Url('^mqtts?://'), { maxItems: 8 }),
  }),
  /** Live voice: RTP, RTCP and STUN on one UDP port, which the clusters must reach. */
  stream: shape({
    host: Type.String({ minLength: 1, maxLength: 253 }),
    /** 0 takes any free one. */
    port: Port,
    /** How clusters reach it, each `host:port`; empty: the address we listen on. */
    publicAddresses: Type.Array(Type.String({ pattern: '^[^:\\s]{1,253}:[0-9]{1,5}$' }), { maxItems: 8 }),
    /** A session ends by itself after so long. */
    talkMinutesMax: Type.Integer({ minimum: 1, maximum: 720 }),
  }),
  relays: shape({
    /**
     * Stations on a private network that may be relayed all the same, each `host:port`; without it only the public
     * Internet is asked.
     */
    privateSourcesAllowed: Type.Array(Type.String({ pattern: '^\\S{1,253}:[0-9]{1,5}$' }), { maxItems: 50 }),
  }),
  /** An external broker with our account in it; null: the embedded one. */
  mqttUrl: Type.Union([Url('^mqtt://'), Type.Null()]),
  timeZone: Type.String({ minLength: 1, maxLength: 64 }),
  access: shape({
    /** A session that nobody uses ends after so long. */
    sessionIdleHoursMax: Type.Integer({ minimum: 1, maximum: 720 }),
    /** And any session after so long. */
    sessionDaysMax: Type.Integer({ minimum: 1, maximum: 365 }),
    /**
     * Passwords checked at the same time in each of two lanes, each with 128 MB of memory and one of the four threads
     * that files are read with as well; the others wait.
     */
    passwordChecksMax: Type.Integer({ minimum: 1, maximum: 8 }),
    signInsPerMinuteMax: Type.Integer({ minimum: 1, maximum: 10_000 }),
    /** Proxies in front of us whose `X-Forwarded-For` is believed: addresses or networks. */
    trustedProxies: Type.Array(Type.String({ minLength: 1, maxLength: 64 }), { maxItems: 20 }),
  }),
  backup: shape({
    /** Where backups go; null: `backups` in the data folder, which protects from mistakes but not from a lost disk. */
    folder: Type.Union([Type.String({ minLength: 1, maxLength: 1_000 }), Type.Null()]),
    /** When one is made by itself: cron fields, in `timeZone`; null: never. */
    at: Type.Union([Type.String({ minLength: 1, maxLength: 100 }), Type.Null()]),
    /** Of so many days, and of so many weeks, that have any, one is kept. */
    dailyKeptCount: Type.Integer({ minimum: 1, maximum: 366 }),
    weeklyKeptCount: Type.Integer({ minimum: 0, maximum: 520 }),
  }),
  /** What clusters never report is closed by the server; the sooner, the more often a record comes later after all. */
  playouts: shape({
    /** After a sound's time, of a cluster that has accounted for it and of which we hold every record. */
    closeAfterHours: Type.Integer({ minimum: 1, maximum: 720 }),
    /** Of one that we do not hear of; boards account for what they missed up to 14 days back. */
    closeAbsentAfterDays: Type.Integer({ minimum: 15, maximum: 366 }),
  }),
  /** For how long what is past stays in the database; less than the least cannot be set. */
  retention: shape({
    /** Playout records, as the devices signed them. */
    recordsKeptMonths: Type.Integer({ minimum: 12, maximum: 1_200 }),
    /** What was planned and heard a day; never shorter than the records. */
    dayTotalsKeptMonths: Type.Integer({ minimum: 36, maximum: 1_200 }),
    /** The audit log. */
    actsKeptMonths: Type.Integer({ minimum: 12, maximum: 1_200 }),
    /** Commands, and live sessions. */
    commandsKeptMonths: Type.Integer({ minimum: 3, maximum: 1_200 }),
    /** Records that could not be verified. */
    refusalsKeptMonths: Type.Integer({ minimum: 3, maximum: 1_200 }),
  }),
  /**
   * Kept on the disk of the data folder, really allocated, and given up when it is full, so that emergencies are still
   * raised, ended and recorded; 0 keeps nothing.
   */
  emergencyReserveBytes: Type.Integer({ minimum: 0, maximum: 10_737_418_240 }),
  /** `none`: the sounds for emergencies are not made, and those that lie there are all there is; for measurements. */
  emergencyKit: Type.Union([Type.Literal('make'), Type.Literal('none')]),
  /** The built console; null: the one that lies beside the program, where there is one. */
  consoleDir: Type.Union([Type.String({ minLength: 1 }), Type.Null()]),
  limits: shape({
    uploadBytesMax: Type.Integer({ minimum: 1_000_000, maximum: 10_737_418_240 }),
    /** No recording is taken that would leave the disk with less: records and plans need it. */
    diskFreeBytesMin: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    intakeMsMax: Type.Integer({ minimum: 10_000, maximum: 7_200_000 }),
    enrolmentsPerMinuteMax: Type.Integer({ minimum: 1, maximum: 10_000 }),
    commandAnswerMsMax: Type.Integer({ minimum: 100, maximum: 60_000 }),
  }),
  health: shape({
    /** With less than one of these two left, the disk is said to be low. */
    diskFreeBytesLow: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
    diskFreePercentLow: Type.Number({ minimum: 0, maximum: 100 }),
    /** And with less than this, to be full. */
    diskFreeBytesFull: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }),
  }),
  metrics: shape({
    /** Whoever gives it as a bearer token may read `/metrics` over the network; null: only programs on this machine. */
    token: Type.Union([Type.String({ minLength: 24, maxLength: 200 }), Type.Null()]),
  }),
})
export type ServerConfig = Static<typeof ServerConfig>

const DEFAULTS: ServerConfig = {
  dataDir: 'data/server',
  host: '127.0.0.1',
  port: 8080,
  https: null,
  publicHttpUrls: [],
  mqtt: { host: '127.0.0.1', port: 1883, publicUrls: [] },
  stream: { host: '127.0.0.1', port: 5004, publicAddresses: [], talkMinutesMax: 30 },
  relays: { privateSourcesAllowed: [] },
  mqttUrl: null,
  timeZone: DEFAULT_TIME_ZONE,
  access: {
    sessionIdleHoursMax: 12,
    sessionDaysMax: 14,
    passwordChecksMax: 1,
    signInsPerMinuteMax: 30,
    trustedProxies: [],
  },
  backup: { folder: null, at: '41 2 * * *', dailyKeptCount: 7, weeklyKeptCount: 4 },
  playouts: { closeAfterHours: 26, closeAbsentAfterDays: 15 },
  retention: {
    recordsKeptMonths: 36,
    dayTotalsKeptMonths: 120,
    actsKeptMonths: 36,
    commandsKeptMonths: 12,
    refusalsKeptMonths: 12,
  },
  emergencyReserveBytes: 67_108_864,
  emergencyKit: 'make',
  consoleDir: null,
  limits: {
    uploadBytesMax: 1_073_741_824,
    diskFreeBytesMin: 536_870_912,
    intakeMsMax: 1_200_000,
    enrolmentsPerMinuteMax: 60,
    commandAnswerMsMax: 5_000,
  },
  health: { diskFreeBytesLow: 1_073_741_824, diskFreePercentLow: 3, diskFreeBytesFull: 67_108_864 },
  metrics: { token: null },
}

export interface ConfigSources {
  /** A JSON file; the environment wins over it, `overrides` (command-line flags) over both. */
  file?: string | undefined
  environment: Readonly<Record<string, string | undefined>>
  overrides?: Record<string, unknown>
}

const configCheck = compileShape(ServerConfig)

/** Puts the config together and checks it. Throws `badConfig` with a sentence that names what is wrong. */
export function loadConfig({ file, environment, overrides = {} }: ConfigSources): ServerConfig {
  const layers = [file === undefined ? {} : fileLayer(file), environmentLayer(environment), overrides]
  const config = layers.reduce<Record<string, unknown>>(merged, structuredClone(DEFAULTS))
  if (!configCheck.check(config)) throw badConfig(sentenceFor(config))
  if (!isTimeZone(config.timeZone))
    throw badConfig(`timeZone: "${config.timeZone}" is not a known time zone.`)
  if (config.backup.at !== null && !validate(config.backup.at))
    throw badConfig(`backup.at: "${config.backup.at}" is not a cron expression.`)
  return { ...config, dataDir: isAbsolute(config.dataDir) ? config.dataDir : resolve(config.dataDir) }
}

/** Whether this Node knows the text as an IANA time zone. */
export function isTimeZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text })
    return true
  } catch {
    return false
  }
}

function sentenceFor(config: Record<string, unknown>): string {
  const unknown = unknownName(config, DEFAULTS)
  if (unknown) return `The config has a name that is not known: ${unknown}.`
  return `The config is wrong at ${configCheck.explain(config)}.`
}

function unknownName(value: Record<string, unknown>, known: object): string | undefined {
  for (const [name, inner] of Object.entries(value)) {
    const model: unknown = Object.entries(known).find(([key]) => key === name)?.[1]
    if (model === undefined) return name
    const below = isObject(inner) && isObject(model) ? unknownName(inner, model) : undefined
    if (below) return `${name}.${below}`
  }
  return undefined
}
