import { RELAY_MS_MAX } from '@tieng-lang/protocol/browser'
import { stationOf } from '../../../../components/relay/station.ts'
import type { FormRelay } from '../../model/programme-form.ts'

/** What stands in the fields of a relay. */
export interface RelayForm {
  title: string
  address: string
  minutes: number
  fallbackBulletinId: string | null
}

const MINUTE_MS = 60_000
export const MINUTES_MAX = RELAY_MS_MAX / MINUTE_MS
/** As long as a news hour's bulletin of most stations. */
const MINUTES_USUAL = 30
const ADDRESS_LENGTH_MAX = 2_000
const TITLE_LENGTH_MAX = 200

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

/** The fields of a relay as it stands in the playlist; empty ones for a new one. */
export function relayFormOf(item: FormRelay | null): RelayForm {
  if (!item) return { title: '', address: '', minutes: MINUTES_USUAL, fallbackBulletinId: null }
  const { source, durationMsMax, fallbackBulletinId } = item.relay
  return {
    title: item.title,
    address: source.kind === 'stream' ? source.url : '',
    minutes: durationMsMax / MINUTE_MS,
    fallbackBulletinId,
  }
}

/** The item that the fields mean, called as its station where nobody gave it a name. */
export function relayItemOf(
  { title, minutes, fallbackBulletinId }: RelayForm,
  { url, itemId, gapSeconds }: { url: string; itemId: string; gapSeconds: number },
): FormRelay {
  return {
    ...{ itemId, title: (title.trim() || stationOf(url)).slice(0, TITLE_LENGTH_MAX), repeats: 1, gapSeconds },
    relay: {
      source: { kind: 'stream', url },
      durationMsMax: Math.round(minutes * MINUTE_MS),
      fallbackBulletinId,
    },
  }
}
