import { type ClusterId, CodedError, type CommandBody } from '@tieng-lang/protocol'
import { clustersAt } from '../places.ts'
import type { Services } from '../services.ts'
import type { CommandAnswer } from './command-desk.ts'

/** Commands that an operator gives as they are; `stop` and `time` have ways of their own. */
export type PlainCommand = Extract<
  CommandBody,
  { name: 'volume' | 'amplifier' | 'pause' | 'resume' | 'next' | 'restart' | 'selfTest' }
>

/** Gives one command to a cluster, or to all clusters below an area; one answer for each. */
export function commandClusters(
  services: Services,
  { place, body, givenBy }: { place: string; body: PlainCommand; givenBy: string },
): Promise<CommandAnswer[]> {
  const clusterIds = clustersAt(services.database, place).map(({ clusterId }) => clusterId)
  return services.commands.give(clusterIds, body, givenBy)
}

/**
 * Sends our time to a cluster in answer to the last nonce it gave. The cluster counts it only where the answer is
 * quick (DESIGN §3 *Time*). Throws `notConnected` where no nonce is known.
 */
export async function sendTime(
  services: Services,
  clusterId: ClusterId,
  givenBy: string,
): Promise<CommandAnswer[]> {
  const nonce = services.reports.find(clusterId, 'presence')?.timeNonce
  if (nonce === undefined) throw new CodedError('notConnected', `${clusterId} has not asked for the time`)
  const body: CommandBody = { name: 'time', nonce, serverAt: services.clock.now() }
  return services.commands.give([clusterId], body, givenBy)
}
