import type { StatusAnswer } from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'
import type { FleetNetwork } from './cluster-network.ts'
import type { PlannedOutage } from './network-link.ts'
import { isNetworkProfileName, NETWORK_PROFILES } from './profiles.ts'

export interface NetworkFlags {
  network?: string
  'network-outage'?: string[]
  'network-seed'?: string
}

/** The network that the flags ask for, in front of the server's broker and sender; undefined where they ask for none. */
export async function networkOf(
  flags: NetworkFlags,
  administration: AdminClient,
): Promise<FleetNetwork | undefined> {
  const { network: name, 'network-seed': seed = '1' } = flags
  if (name === undefined) return undefined
  if (!isNetworkProfileName(name))
    throw new Error(
      `--network ${name}: cần một trong (one is needed of) ${Object.keys(NETWORK_PROFILES).join(', ')}`,
    )
  const { addresses } = await administration.get<StatusAnswer>('/api/v1/status')
  const [mqttUrl] = addresses.mqttUrls
  if (mqttUrl === undefined)
    throw new Error('máy chủ chưa có địa chỉ MQTT (the server has no MQTT address yet)')
  return { profile: NETWORK_PROFILES[name], mqttUrl, sender: addresses.senders[0], seed }
}

/**
 * `60-120`, `60-120:up`: from and until which second after the start, in both directions or in one.
 * @throws with a sentence for a person where it is not so written, or without `--network`.
 */
export function outagesOf(flags: NetworkFlags): PlannedOutage[] {
  const texts = flags['network-outage'] ?? []
  if (texts.length > 0 && flags.network === undefined)
    throw new Error('--network-outage cần có --network (needs --network)')
  return texts.map((text) => {
    const match = /^(\d{1,6})-(\d{1,6})(?::(up|down))?$/.exec(text)
    const [fromS, untilS] = [Number(match?.[1]), Number(match?.[2])]
    if (!match || fromS >= untilS)
      throw new Error(
        `--network-outage ${text}: cần TỪ-ĐẾN theo giây (seconds are needed, FROM-UNTIL): 60-120, 60-120:up`,
      )
    return { fromS, untilS, directions: match[3] === 'up' || match[3] === 'down' ? [match[3]] : [] }
  })
}
