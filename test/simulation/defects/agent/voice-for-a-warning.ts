import type { LiveSession } from '@tieng-lang/protocol'
import type { Defect } from '../defect.ts'
import { forged, hearing, trustingAnyone } from './spoilt-transport.ts'

/** The agent takes every voice for one that belongs to the flood of the story. */
export const VOICE_FOR_A_WARNING: Defect = {
  name: 'an agent that takes every live voice for part of a warning',
  foundBy: 'nothing gives way to what is below it',
  agentParts: (parts) =>
    hearing(trustingAnyone(parts), (message) => {
      if (message.payload.length === 0) return [message]
      const raised = forged<{ body: LiveSession }>(message, 'live', (claims) => ({
        ...claims,
        body: { ...claims.body, emergencyId: 'lu' },
      }))
      return [raised ?? message]
    }),
}
