import {
  RELAY_MS_MAX,
  type RelaySource,
  TUNER_KHZ_MAX,
  TUNER_KHZ_MIN,
  TUNER_STEP_KHZ,
} from '@tieng-lang/protocol/browser'
import type { FormRelay } from '../../model/programme-form.ts'

/** What stands in the fields of a relay. */
export interface RelayForm {
  title: string
  kind: RelaySource['kind']
  address: string
  /** As far as it has been typed: a text where that is no number yet. */
  megahertz: number | string
  minutes: number
  fallbackBulletinId: string | null
}

const MINUTE_MS = 60_000
export const MINUTES_MAX = RELAY_MS_MAX / MINUTE_MS
/** As long as a news hour's bulletin of most stations. */
const MINUTES_USUAL = 30
const ADDRESS_LENGTH_MAX = 2_000
const TITLE_LENGTH_MAX = 200

const EMPTY: RelayForm = {
  ...{ title: '', kind: 'stream', address: '', megahertz: '' },
  ...{ minutes: MINUTES_USUAL, fallbackBulletinId: null },
}

/** Why an address cannot be a station's; each has a sentence of its own. The server looks closer. */
export type BadAddress = 'empty' | 'scheme' | 'password' | 'noAddress'

export type ReadAddress = { url: string } | { bad: BadAddress }

/** A station's address as people write it: one that begins with its host is meant as `http://`. */
export function readAddress(text: string): ReadAddress {
  const wanted = text.trim()
  if (wanted === '') return { bad: 'empty' }
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(wanted)?.[1]?.toLowerCase()
  if (scheme !== undefined && scheme !== 'http' && scheme !== 'https') return { bad: 'scheme' }
  const full = scheme === undefined ? `http://${wanted}` : wanted
  if (/\s/.test(full) || !URL.canParse(full)) return { bad: 'noAddress' }
  const { href, username, password } = new URL(full)
  if (username !== '' || password !== '') return { bad: 'password' }
  return href.length > ADDRESS_LENGTH_MAX ? { bad: 'noAddress' } : { url: href }
}

export const MEGAHERTZ_MIN = TUNER_KHZ_MIN / 1_000
export const MEGAHERTZ_MAX = TUNER_KHZ_MAX / 1_000

/** Why a frequency cannot be one of the broadcast band. */
export type BadFrequency = 'noFrequency' | 'outOfBand'

/** A frequency of the FM band, in the tuner's steps. */
export function readFrequency(megahertz: number | string): { frequencyKhz: number } | { bad: BadFrequency } {
  if (typeof megahertz !== 'number' || !Number.isFinite(megahertz)) return { bad: 'noFrequency' }
  const frequencyKhz = Math.round((megahertz * 1_000) / TUNER_STEP_KHZ) * TUNER_STEP_KHZ
  const isInBand = frequencyKhz >= TUNER_KHZ_MIN && frequencyKhz <= TUNER_KHZ_MAX
  return isInBand ? { frequencyKhz } : { bad: 'outOfBand' }
}

/** Where the fields say that it comes from; null where they do not say it yet. */
export function readSource({
  kind,
  address,
  megahertz,
}: Pick<RelayForm, 'kind' | 'address' | 'megahertz'>): RelaySource | null {
  if (kind === 'stream') {
    const read = readAddress(address)
    return 'url' in read ? { kind, url: read.url } : null
  }
  const read = readFrequency(megahertz)
  return 'frequencyKhz' in read ? { kind, frequencyKhz: read.frequencyKhz } : null
}

/** The fields of a relay as it stands in the playlist; empty ones for a new one. */
export function relayFormOf(item: FormRelay | null): RelayForm {
  if (!item) return EMPTY
  const { source, durationMsMax, fallbackBulletinId } = item.relay
  return {
    title: item.title,
    kind: source.kind,
    address: source.kind === 'stream' ? source.url : '',
    megahertz: source.kind === 'tuner' ? source.frequencyKhz / 1_000 : '',
    minutes: durationMsMax / MINUTE_MS,
    fallbackBulletinId,
  }
}

/** The item that the fields mean, called `name`, as its station, where nobody gave it one. */
export function relayItemOf(
  { title, minutes, fallbackBulletinId }: RelayForm,
  {
    source,
    name,
    itemId,
    gapSeconds,
  }: { source: RelaySource; name: string } & Pick<FormRelay, 'itemId' | 'gapSeconds'>,
): FormRelay {
  return {
    ...{ itemId, title: (title.trim() || name).slice(0, TITLE_LENGTH_MAX), repeats: 1, gapSeconds },
    relay: {
      source,
      durationMsMax: Math.round(minutes * MINUTE_MS),
      fallbackBulletinId,
    },
  }
}
