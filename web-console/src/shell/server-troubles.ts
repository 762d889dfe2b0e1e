import type { OverviewAnswer } from '@tieng-lang/protocol/browser'

/** What keeps everybody's work from going on, the worst first. */
export type ServerTrouble = 'offline' | 'broker' | 'storageFull' | 'storageFailing'

/** Of a server that cannot be asked, only that is known. */
export function serverTroublesOf(
  isConnected: boolean,
  overview: Pick<OverviewAnswer, 'isBrokerConnected' | 'storage'> | undefined,
): ServerTrouble[] {
  if (!isConnected) return ['offline']
  const troubles: ServerTrouble[] = []
  if (overview?.isBrokerConnected === false) troubles.push('broker')
  if (overview?.storage === 'full') troubles.push('storageFull')
  if (overview?.storage === 'failing') troubles.push('storageFailing')
  return troubles
}
