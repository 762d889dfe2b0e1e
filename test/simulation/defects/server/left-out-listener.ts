import type { ClusterId } from '@tieng-lang/protocol'
import type { Defect } from '../defect.ts'

/** The sender answers all clusters of a session but the last of them. */
export const LEFT_OUT_LISTENER: Defect = {
  name: 'a sender that leaves one cluster out',
  foundBy: 'what is live comes without holes',
  services: ({ stream }) => {
    const open = stream.open.bind(stream)
    const admit = stream.admit.bind(stream)
    const butLast = <Listener extends { clusterId: ClusterId }>(listeners: readonly Listener[]) =>
      listeners.toSorted((one, other) => one.clusterId.localeCompare(other.clusterId)).slice(0, -1)
    stream.open = (session) => open({ ...session, listeners: butLast(session.listeners) })
    stream.admit = (sessionId, listeners) => admit(sessionId, butLast(listeners))
  },
}
