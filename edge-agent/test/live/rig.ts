import { mediaKeysOf } from '@tieng-lang/protocol/rtp'
import {
  NETWORK_PROFILES,
  type NetworkProfile,
  type NetworkProfileName,
} from '../../../hardware-sim/src/network/index.ts'
import { Playback } from '../../src/audio/playback.ts'
import type { DecoderPool } from '../../src/audio/sounds/opus-decoder.ts'
import { LiveReceiver } from '../../src/live/live-receiver.ts'
import { atTrueTime, type Recording } from '../audio/simulated-output.ts'
import { liveSession, START_AT } from '../sealing.ts'
import { SeededChance, VirtualClock, type VirtualClockView } from '../virtual.ts'
import { TestSender } from './test-sender.ts'
import { VirtualUplink, VirtualWire } from './virtual-wire.ts'

export const SECRET = 'B'.repeat(43)
export const SSRC = 77
/** What a card holds that nobody has heard yet. */
const AHEAD_MS = 80

export interface ListenerOptions {
  network?: NetworkProfileName | NetworkProfile
  delayMs?: number
  /** Of the machine's quartz, and of its sound card against true time. */
  clockPpm?: number
  cardPpm?: number
}

/** One cluster that listens: its receiver, its sound card, and a recorder with true time. */
export interface TestListener {
  receiver: LiveReceiver
  uplink: VirtualUplink
  /** The machine's own clocks. */
  machine: VirtualClockView
  playback: Playback
  recording: () => Recording
}

/** Where clusters listen: true time, the wire, and who speaks there. */
export interface ListeningPlace {
  clock: VirtualClock
  wire: VirtualWire
  decoders: DecoderPool
  sender: { port: number }
}

/** A cluster that begins to listen now, and sounds as soon as its path is open. */
export function listen(
  place: ListeningPlace,
  clusterId: string,
  options: ListenerOptions = {},
): TestListener {
  const { clock, wire, decoders, sender } = place
  const { network = 'lan', delayMs = 400, clockPpm = 0, cardPpm = 0 } = options
  const view = clock.view()
  view.drift(clockPpm)
  const profile = typeof network === 'string' ? NETWORK_PROFILES[network] : network
  const uplink = new VirtualUplink(clock, profile, clusterId)
  const senders = [{ host: '127.0.0.1', port: sender.port }]
  const session = liveSession({ delayMs, ssrc: SSRC, senders })
  const keys = mediaKeysOf(SECRET, session.sessionId)
  const playback = new Playback({ decoders, onProgress: () => {} })
  const receiver: LiveReceiver = new LiveReceiver(
    {
      ...{ clock: view, chance: new SeededChance(`${clusterId} ids`), decoders, clusterId },
      datagrams: wire.openBehind(uplink, view),
      keys: () => (keys.ok ? keys.value : undefined),
      onOpen: () => {
        const content = { kind: 'stream', stream: receiver.source() } as const
        playback.arm({ soundId: 'live', content, startAt: 'next' })
      },
    },
    session,
  )
  receiver.start()
  const recording = startCard({ clock, view, ppm: cardPpm }, playback)
  return { receiver, uplink, machine: view, playback, recording }
}

/** Pulls as its own clock says, and tells when that is heard by the machine's clock, as a card's driver knows it. */
function startCard(
  { clock, view, ppm }: { clock: VirtualClock; view: VirtualClockView; ppm: number },
  playback: Playback,
): () => Recording {
  const frames: Float32Array[] = []
  const startMs = clock.monotonicMs() + AHEAD_MS
  const frameMs = 20 * (1 + ppm * 1e-6)
  const pull = () => {
    const heardMs = startMs + frames.length * frameMs
    const byOwnClock = view.now() + (heardMs - clock.monotonicMs())
    frames.push(Float32Array.from(playback.readFrame(byOwnClock)))
    clock.after(heardMs + frameMs - AHEAD_MS - clock.monotonicMs(), pull)
  }
  pull()
  return () => {
    const pcm = new Float32Array(frames.length * 960)
    for (const [index, frame] of frames.entries()) pcm.set(frame, index * 960)
    return { pcm: atTrueTime(pcm, ppm), startAt: START_AT + startMs }
  }
}

/** A sender and its listeners in virtual time, over simulated links. */
export class LiveRig {
  readonly clock = new VirtualClock(START_AT)
  readonly wire = new VirtualWire(this.clock)
  readonly sender: TestSender
  readonly #decoders: DecoderPool
  readonly #secrets = new Map<string, string>()
  readonly #stops: (() => Promise<void>)[] = []

  constructor(decoders: DecoderPool, { nextPacketIndex = 0 } = {}) {
    this.#decoders = decoders
    this.sender = new TestSender({
      ...{ clock: this.clock, chance: new SeededChance('sender'), datagrams: this.wire.open() },
      ...{ ssrc: SSRC, secrets: this.#secrets, nextPacketIndex },
    })
  }

  listen(clusterId: string, options: ListenerOptions = {}): TestListener {
    this.#secrets.set(clusterId, SECRET)
    const { clock, wire, sender } = this
    const listener = listen({ clock, wire, sender, decoders: this.#decoders }, clusterId, options)
    this.#stops.push(() => listener.receiver.stop())
    return listener
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop()
    await this.sender.stop()
  }
}
