import { RELAY_MS_MAX } from '@tieng-lang/protocol'
import type { AppOptions } from '../app.ts'
import type { OpenSource } from '../broadcasting/relays/feed/station-calls.ts'
import { RelayDesk } from '../broadcasting/relays/relay-desk.ts'
import type { Services } from '../broadcasting/services.ts'
import { relayPackets } from '../media/relay-source/relay-packets.ts'

/** Lets what is planned as a relay be heard: from the network, unless somebody says from where. */
export function startRelays(services: Services, { openSource }: Pick<AppOptions, 'openSource'>): RelayDesk {
  const { clock, config } = services
  const { privateSourcesAllowed } = config.relays
  const open: OpenSource = (url, signal, allowance) =>
    relayPackets(url, { clock, privateSourcesAllowed, signal, allowance, durationMsMax: 2 * RELAY_MS_MAX })
  const relays = new RelayDesk(services, openSource ?? open)
  relays.start()
  return relays
}
