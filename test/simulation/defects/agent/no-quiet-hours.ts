import type { ClusterConfig } from '@tieng-lang/protocol'
import type { Defect } from '../defect.ts'
import { forged, hearing, trustingAnyone } from './spoilt-transport.ts'

/** The agent hears of every config but without its quiet hours. */
export const NO_QUIET_HOURS: Defect = {
  name: 'an agent that does not take its quiet hours',
  foundBy: 'nothing but an emergency in quiet hours',
  agentParts: (parts) =>
    hearing(trustingAnyone(parts), (message) => {
      const open = forged<{ body: ClusterConfig }>(message, 'config', (claims) => ({
        ...claims,
        body: { ...claims.body, quietHours: { windows: [] } },
      }))
      return [open ?? message]
    }),
}
