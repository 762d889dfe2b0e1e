import type { Defect } from '../defect.ts'

const PACKETS = 3

/** Sound comes out of the sender for a while, and then no more; the session goes on. */
export const STUCK_SENDER: Defect = {
  name: 'a sender that sends a few packets of each voice and no more',
  foundBy: 'what is live comes without holes',
  services: ({ stream }) => {
    const sent = new Map<string, number>()
    const send = stream.send.bind(stream)
    stream.send = (sessionId, packet) => {
      const count = sent.get(sessionId) ?? 0
      sent.set(sessionId, count + 1)
      if (count < PACKETS) send(sessionId, packet)
    }
  },
}
