import { CodedError, type ProgrammeItemDraft, type RelaySource } from '@tieng-lang/protocol'
import type { ServerConfig } from '../../../config.ts'
import { checkLiteralAddress, parseSourceUrl } from '../../../media/relay-source/address/checked-address.ts'

/**
 * What can be said of a source without asking the network: its scheme, and where its host is an address, whether that is
 * public. Gives the station's URL. Throws `sourceRefused`, and `tunerNotSupported`: a cluster's tuner is not heard here.
 */
export function checkSource(source: RelaySource, { relays }: Pick<ServerConfig, 'relays'>): URL {
  if (source.kind === 'tuner') throw new CodedError('tunerNotSupported', 'the server hears no tuner')
  const url = parseSourceUrl(source.url)
  checkLiteralAddress(url, relays.privateSourcesAllowed)
  return url
}

/** Every source of a playlist that the server is to fetch. Throws as `checkSource` does. */
export function checkSources(
  playlist: readonly ProgrammeItemDraft[],
  config: Pick<ServerConfig, 'relays'>,
): void {
  for (const item of playlist)
    if ('relay' in item && item.relay.source.kind === 'stream') checkSource(item.relay.source, config)
}
