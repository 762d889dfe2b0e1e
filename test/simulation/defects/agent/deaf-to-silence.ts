import type { LiveSession } from '@tieng-lang/protocol'
import { findLiveClusters } from '../../../../server/src/storage/live/live-clusters.ts'
import { listClusters } from '../../../../server/src/storage/tree/clusters.ts'
import type { Defect } from '../defect.ts'
import { forged, hearing, trustingAnyone } from './spoilt-transport.ts'

/** The agent does not hear that it stands beside the microphone, and the sender gives the key to whoever asks. */
export const DEAF_TO_SILENCE: Defect = {
  name: 'an agent that sounds beside the microphone',
  foundBy: 'no sound without authorisation',
  agentParts: (parts) =>
    hearing(trustingAnyone(parts), (message) => {
      if (message.payload.length === 0) return [message]
      const open = forged<{ body: LiveSession }>(message, 'live', (claims) => ({
        ...claims,
        body: { ...claims.body, silenced: [] },
      }))
      return [open ?? message]
    }),
  services: ({ database, stream }) => {
    const everybody = () =>
      findLiveClusters(
        database,
        listClusters(database).map(({ clusterId }) => clusterId),
      )
    const open = stream.open.bind(stream)
    const admit = stream.admit.bind(stream)
    stream.open = (session) => open({ ...session, listeners: everybody() })
    stream.admit = (sessionId) => admit(sessionId, everybody())
  },
}
