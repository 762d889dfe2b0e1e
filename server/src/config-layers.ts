import { readFileSync } from 'node:fs'
import { CodedError } from '@tieng-lang/protocol'

const PREFIX = 'TIENG_LANG_'
/** Named for other programs or for the run itself, not for this config. */
const NOT_OURS = new Set(['TIENG_LANG_CONFIG'])

/** Environment name → where in the config it goes, and how its text is read. */
const FROM_ENVIRONMENT: Record<string, { path: [string, string?]; read: (text: string) => unknown }> = {
  TIENG_LANG_DATA_DIR: { path: ['dataDir'], read: String },
  TIENG_LANG_HOST: { path: ['host'], read: String },
  TIENG_LANG_PORT: { path: ['port'], read: Number },
  TIENG_LANG_HTTPS_HOST: { path: ['https', 'host'], read: String },
  TIENG_LANG_HTTPS_PORT: { path: ['https', 'port'], read: Number },
  TIENG_LANG_HTTPS_NAMES: { path: ['https', 'names'], read: list },
  TIENG_LANG_PUBLIC_HTTP_URLS: { path: ['publicHttpUrls'], read: list },
  TIENG_LANG_MQTT_HOST: { path: ['mqtt', 'host'], read: String },
  TIENG_LANG_MQTT_PORT: { path: ['mqtt', 'port'], read: Number },
  TIENG_LANG_MQTT_PUBLIC_URLS: { path: ['mqtt', 'publicUrls'], read: list },
  TIENG_LANG_STREAM_HOST: { path: ['stream', 'host'], read: String },
  TIENG_LANG_STREAM_PORT: { path: ['stream', 'port'], read: Number },
  TIENG_LANG_STREAM_PUBLIC_ADDRESSES: { path: ['stream', 'publicAddresses'], read: list },
  TIENG_LANG_RELAYS_PRIVATE_SOURCES_ALLOWED: { path: ['relays', 'privateSourcesAllowed'], read: list },
  TIENG_LANG_TIME_ZONE: { path: ['timeZone'], read: String },
  TIENG_LANG_METRICS_TOKEN: { path: ['metrics', 'token'], read: String },
  TIENG_LANG_EMERGENCY_KIT: { path: ['emergencyKit'], read: String },
  TIENG_LANG_EMERGENCY_RESERVE_BYTES: { path: ['emergencyReserveBytes'], read: Number },
  TIENG_LANG_BACKUP_FOLDER: { path: ['backup', 'folder'], read: String },
  MQTT_URL: { path: ['mqttUrl'], read: String },
}

/** What a JSON file sets. Throws `badConfig`. */
export function fileLayer(file: string): Record<string, unknown> {
  const content = readText(file)
  try {
    const value: unknown = JSON.parse(content)
    if (isObject(value)) return value
  } catch {
    // Answered below, in the same words as any other content that is not an object.
  }
  throw badConfig(`${file} is not a JSON object.`)
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new CodedError('badConfig', `The config file ${file} cannot be read.`, { cause })
  }
}

/** What the environment sets. Throws `badConfig` for a name of ours that is not known. */
export function environmentLayer(
  environment: Readonly<Record<string, string | undefined>>,
): Record<string, unknown> {
  let layer: Record<string, unknown> = {}
  for (const [name, text] of Object.entries(environment)) {
    const known = FROM_ENVIRONMENT[name]
    if (!known && name.startsWith(PREFIX) && !NOT_OURS.has(name))
      throw badConfig(`The environment name ${name} is not known.`)
    if (!known || text === undefined || text === '') continue
    const [outer, inner] = known.path
    const value = known.read(text)
    layer = merged(layer, { [outer]: inner === undefined ? value : { [inner]: value } })
  }
  return layer
}

/** One layer over another, name by name. */
export function merged(
  below: Record<string, unknown>,
  above: Record<string, unknown>,
): Record<string, unknown> {
  const result = { ...below }
  for (const [name, value] of Object.entries(above)) {
    if (value === undefined) continue
    const old = result[name]
    result[name] = isObject(old) && isObject(value) ? merged(old, value) : value
  }
  return result
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function list(text: string): string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

/** Each says what is wrong in a sentence. */
export function badConfig(sentence: string): CodedError {
  return new CodedError('badConfig', sentence)
}
