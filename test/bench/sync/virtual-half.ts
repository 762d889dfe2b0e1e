import { Playback } from '@tieng-lang/edge-agent'
import type { LiveSession } from '@tieng-lang/protocol'
import { mediaKeysOf } from '@tieng-lang/protocol/rtp'
import { DecoderPool } from '../../../edge-agent/src/audio/sounds/opus-decoder.ts'
import { LiveReceiver } from '../../../edge-agent/src/live/live-receiver.ts'
import { VirtualUplink, VirtualWire } from '../../../edge-agent/test/live/virtual-wire.ts'
import { NETWORK_PROFILES } from '../../../hardware-sim/src/network/index.ts'
import { SeededChance, VirtualClock } from '../../../hardware-sim/src/virtual/index.ts'
import { Sender } from '../../../server/src/streaming/sender/sender.ts'
import type { SyncCluster, SyncHalfStart } from './half.ts'
import { HornPlaces } from './horn-places.ts'
import { RAMP_DECODERS } from './ramp-decoder.ts'
import { VirtualCard } from './virtual-card.ts'
import { VirtualVoice } from './virtual-voice.ts'

const START_AT = 1_790_000_000_000
const SESSION_ID = 'noi-dong-bo'
const SSRC = 77
const DELAY_MS = 400
/** Of a secret that nobody has to keep. */
const MEDIA_SECRET = 'B'.repeat(43)
/** Paths are open and clocks known before the first word. */
const ARMING_MS = 1_000

/** The sender that ships and some clusters with the receiver, playback and feeder that ship, on one virtual clock. */
export class VirtualHalf {
  readonly #start: SyncHalfStart
  readonly #clock = new VirtualClock(START_AT)
  readonly #wire = new VirtualWire(this.#clock)
  readonly #sender = new Sender({
    ...{ clock: this.#clock, chance: new SeededChance('sender'), openSocket: this.#wire.open() },
    ...{ host: '127.0.0.1', port: 0 },
  })
  readonly #places = new Map<string, HornPlaces>()

  constructor(start: SyncHalfStart) {
    this.#start = start
  }

  /** Lets all the time pass; gives for each cluster by how much its horn was behind, at each second of true time. */
  async run(onMinute: (minute: number) => void): Promise<Record<string, [second: number, lagMs: number][]>> {
    const { clusters, seconds } = this.#start
    await this.#sender.start()
    const listeners = clusters.map(({ clusterId }) => ({ clusterId, mediaSecret: MEDIA_SECRET }))
    this.#sender.open({ sessionId: SESSION_ID, ssrc: SSRC, delayMs: DELAY_MS, listeners })
    for (const cluster of clusters) this.#clock.after(cluster.joinsMs, () => this.#join(cluster))
    const voice = new VirtualVoice({
      ...{ clock: this.#clock, chance: new SeededChance('voice'), stream: this.#sender },
      sessionId: SESSION_ID,
    })
    this.#clock.after(ARMING_MS, () => voice.start())
    for (let minute = 1; (minute - 1) * 60 < seconds; minute += 1) {
      await this.#clock.advance(Math.min(60, seconds - (minute - 1) * 60) * 1_000)
      onMinute(minute)
    }
    return Object.fromEntries([...this.#places].map(([name, { bySecond }]) => [name, [...bySecond]]))
  }

  /** A cluster begins to listen: its machine, its card and its network are its own. */
  #join({ clusterId, machinePpm, cardPpm, rebindsMs }: SyncCluster): void {
    const machine = this.#clock.view()
    machine.drift(machinePpm)
    const uplink = new VirtualUplink(this.#clock, NETWORK_PROFILES[this.#start.profile], clusterId)
    if (rebindsMs !== null)
      this.#clock.after(rebindsMs - this.#clock.monotonicMs(), () => {
        uplink.port = undefined
      })
    const playback = new Playback({ decoders: new DecoderPool(0), onProgress: () => {} })
    const keys = mediaKeysOf(MEDIA_SECRET, SESSION_ID)
    const receiver: LiveReceiver = new LiveReceiver(
      {
        ...{
          clock: machine,
          chance: new SeededChance(`${clusterId} ids`),
          decoders: RAMP_DECODERS,
          clusterId,
        },
        datagrams: this.#wire.openBehind(uplink, machine),
        keys: () => (keys.ok ? keys.value : undefined),
        onOpen: () => {
          const content = { kind: 'stream', stream: receiver.source() } as const
          playback.arm({ soundId: SESSION_ID, content, startAt: 'next' })
        },
      },
      sessionOf(this.#sender.port),
    )
    const places = new HornPlaces(() => card.card)
    this.#places.set(clusterId, places)
    const card = new VirtualCard({
      ...{ clock: this.#clock, machine, ppm: cardPpm, source: playback },
      chance: new SeededChance(`${clusterId} card`),
      play: (position, count, samples) => places.played(position, count, samples),
    })
    card.start()
    receiver.start()
  }
}

function sessionOf(port: number): LiveSession {
  return {
    ...{ sessionId: SESSION_ID, state: 'onAir', title: 'Đồng bộ', priority: 'announcement' },
    ...{ startedAt: START_AT, expiresAt: START_AT + 60_000, delayMs: DELAY_MS, ssrc: SSRC },
    senders: [{ host: '127.0.0.1', port }],
    targets: { areas: ['xa-a'], clusters: [] },
    ...{ publishedIn: ['xa-a'], silenced: [], takesOver: false, emergencyId: null, occurrenceId: null },
  }
}
