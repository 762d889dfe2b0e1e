import { mediaKeysOf } from '@tieng-lang/protocol/rtp'
import { NETWORK_PROFILES, type NetworkProfileName } from '../../../hardware-sim/src/network/index.ts'
import { Playback } from '../../src/audio/playback.ts'
import type { DecoderPool } from '../../src/audio/sounds/opus-decoder.ts'
import { LiveReceiver } from '../../src/live/live-receiver.ts'
import { atTrueTime, type Recording } from '../audio/simulated-output.ts'
import { liveSession, START_AT } from '../sealing.ts'
import { SeededChance, VirtualClock, type VirtualClockView } from '../virtual.ts'
import { TestSender } from './test-sender.ts'
import { VirtualUplink, VirtualWire } from './virtual-wire.ts'

export const SECRET = 'B'.repeat(43)
/** What a card holds that nobody has heard yet. */
const AHEAD_MS = 80

export interface ListenerOptions {
  network?: NetworkProfileName
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
      ...{ ssrc: 77, secrets: this.#secrets, nextPacketIndex },
    })
  }

  /** A cluster that begins to listen now, and sounds as soon as its path is open. */
  listen(clusterId: string, options: ListenerOptions = {}): TestListener {
    const { network = 'lan', delayMs = 400, clockPpm = 0, cardPpm = 0 } = options
    const view = this.clock.view()
    view.drift(clockPpm)
    const uplink = new VirtualUplink(this.clock, NETWORK_PROFILES[network], clusterId)
    this.#secrets.set(clusterId, SECRET)
    const session = liveSession({
      delayMs,
      ssrc: 77,
      senders: [{ host: '127.0.0.1', port: this.sender.port }],
    })
    const keys = mediaKeysOf(SECRET, session.sessionId)
    const playback = new Playback({ decoders: this.#decoders, onProgress: () => {} })
    const receiver: LiveReceiver = new LiveReceiver(
      {
        ...{ clock: view, chance: new SeededChance(`${clusterId} ids`), decoders: this.#decoders, clusterId },
        datagrams: this.wire.openBehind(uplink, view),
        keys: () => (keys.ok ? keys.value : undefined),
        onOpen: () => {
          const content = { kind: 'stream', stream: receiver.source() } as const
          playback.arm({ soundId: 'live', content, startAt: 'next' })
        },
      },
      session,
    )
    receiver.start()
    this.#stops.push(() => receiver.stop())
    return { receiver, uplink, machine: view, playback, recording: this.#card(playback, view, cardPpm) }
  }

  async stop(): Promise<void> {
    for (const stop of this.#stops.splice(0)) await stop()
    await this.sender.stop()
  }

  /** Pulls as its own clock says, and tells when that is heard by the machine's clock, as a card's driver knows it. */
  #card(playback: Playback, view: VirtualClockView, ppm: number): () => Recording {
    const frames: Float32Array[] = []
    const startMs = this.clock.monotonicMs() + AHEAD_MS
    const frameMs = 20 * (1 + ppm * 1e-6)
    const pull = () => {
      const heardMs = startMs + frames.length * frameMs
      const byOwnClock = view.now() + (heardMs - this.clock.monotonicMs())
      frames.push(Float32Array.from(playback.readFrame(byOwnClock)))
      this.clock.after(heardMs + frameMs - AHEAD_MS - this.clock.monotonicMs(), pull)
    }
    pull()
    return () => {
      const pcm = new Float32Array(frames.length * 960)
      for (const [index, frame] of frames.entries()) pcm.set(frame, index * 960)
      return { pcm: atTrueTime(pcm, ppm), startAt: START_AT + startMs }
    }
  }
}
