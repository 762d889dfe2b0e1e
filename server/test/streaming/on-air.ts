import { systemChance } from '@tieng-lang/protocol/node'
import { Sender } from '../../src/streaming/sender/sender.ts'
import type { ListenerReport } from '../../src/streaming/stream.ts'
import { FarEnd } from './far-end.ts'
import { ManualClock, ManualWire } from './manual-wire.ts'

export const SERVER = { host: '10.0.0.1', port: 5_004 }
export const SESSION = { sessionId: 'tt-1', ssrc: 4_711, delayMs: 1_000 }
export const secretOf = (cluster: number) => Buffer.alloc(32, cluster).toString('base64url')

/** A sender on virtual time with so many clusters, of which the first so many have opened their paths. */
export async function onAir({ clusters = 1, delayMs = SESSION.delayMs } = {}) {
  const clock = new ManualClock()
  const wire = new ManualWire(clock)
  const sender = new Sender({
    clock,
    chance: systemChance,
    openSocket: wire.socketsOf(SERVER.host),
    ...SERVER,
  })
  const reports: ListenerReport[] = []
  const refused = new Map<string, number>()
  sender.onReports((some) => reports.push(...some))
  sender.onRefused((code, times) => refused.set(code, (refused.get(code) ?? 0) + times))
  await sender.start()
  const listeners = Array.from({ length: clusters }, (_, index) => ({
    clusterId: `c-${index}`,
    mediaSecret: secretOf(index),
  }))
  sender.open({ ...SESSION, delayMs, listeners })
  const far = (cluster: number, host = `10.1.0.${cluster}`) =>
    new FarEnd({
      ...{ ...SESSION, clusterId: `c-${cluster}`, mediaSecret: secretOf(cluster) },
      openSocket: wire.socketsOf(host),
    })
  let sample = 0
  const speak = (count: number, flags = 0) => {
    for (let packet = 0; packet < count; packet += 1) {
      clock.advance(20)
      sender.send(SESSION.sessionId, {
        sample,
        capturedAt: sender.now() - 20,
        opus: Uint8Array.of(72, flags | (packet & 63)),
      })
      sample += 960
    }
  }
  return { clock, wire, sender, reports, refused, far, speak }
}

export async function connected(far: FarEnd): Promise<FarEnd> {
  await far.start()
  far.ask(SERVER)
  return far
}
