import type {
  ClusterConfig,
  LiveSession,
  OpenDatagramSocket,
  Plan,
  PlayoutRecord,
  Programme,
} from '@tieng-lang/protocol'
import { encodeSpeech } from '../../live/stream.ts'
import { TestSender } from '../../live/test-sender.ts'
import { VirtualWire } from '../../live/virtual-wire.ts'
import { CLUSTER, config, liveSession, START_AT } from '../../sealing.ts'
import { SeededChance } from '../../virtual.ts'
import type { PulledFrame } from '../hand-output.ts'
import { type Life, Rig } from '../rig.ts'

export const DUE_AT = START_AT + 20_000
export const RELAY_MS = 30_000
export const DELAY_MS = 400
export const SOUND_ID = 'tiep-song@once/voh/1'
/** The station changes its loudness so often: by that it is seen what is heard when. */
const BEAT_MS = 500

/** What the horn gives, told by its loudness: the bulletin is far louder than either beat of the station. */
export type Heard = 'silence' | 'low' | 'high' | 'bulletin'

/** A station, as packets of 20 ms: a tone, low and high by turns, half a second each. */
export async function stationPackets(durationMs: number): Promise<Uint8Array[]> {
  const pcm = Float32Array.from({ length: durationMs * 48 }, (_, n) => {
    const isHigh = Math.floor(n / 48 / BEAT_MS) % 2 === 1
    return (isHigh ? 0.12 : 0.03) * Math.sin((2 * Math.PI * 300 * n) / 48_000)
  })
  return encodeSpeech(pcm)
}

export interface RelaySceneOptions {
  config?: ClusterConfig
  /** Of the bulletin in its place; null for none. */
  fallbackMs?: number | null
  programme?: Partial<Programme>
}

/** A cluster with a relay of 30 s at `DUE_AT`, and a sender that it can reach as long as the line is up. */
export class RelayScene {
  readonly rig = new Rig()
  readonly sender: TestSender
  readonly #options: RelaySceneOptions
  readonly #packets: readonly Uint8Array[]
  #plan: Plan = { programmes: [], stopped: [] }
  #life: Life | undefined
  /** Of this life and those before it. */
  readonly frames: PulledFrame[] = []
  isLineUp = true
  /** When the station's first sample was captured. */
  spokenAt = 0

  constructor(packets: readonly Uint8Array[], options: RelaySceneOptions = {}) {
    this.#packets = packets
    this.#options = options
    const wire = new VirtualWire(this.rig.clock)
    this.rig.datagrams = (wall) => this.#overTheLine(wire.open(wall))
    this.sender = new TestSender({
      ...{ clock: this.rig.clock, chance: new SeededChance('sender'), datagrams: wire.open() },
      ...{ ssrc: 77, secrets: new Map([[CLUSTER, config.mediaSecret]]) },
    })
  }

  async start(): Promise<void> {
    const { fallbackMs = null, programme } = this.#options
    const fallback = fallbackMs === null ? null : this.rig.part(fallbackMs)
    const item = { itemId: 'voh', title: 'VOH', repeats: 1, gapMs: 0 }
    this.#plan = this.rig.plan(
      this.rig.programme(DUE_AT, {
        programmeId: 'tiep-song',
        playlist: [{ ...item, relay: { durationMsMax: RELAY_MS, fallback } }],
        ...programme,
      }),
    )
    await this.sender.start()
    await this.startLife()
  }

  async startLife(): Promise<void> {
    this.#life = await this.rig.startLife(this.#plan, this.#options.config)
  }

  get life(): Life {
    if (!this.#life) throw new Error('the scene has not begun')
    return this.#life
  }

  /** To an instant after the relay's time. */
  async until(afterMs: number): Promise<void> {
    await this.rig.clock.runUntil(DUE_AT + afterMs)
  }

  /** A revision of a session of the relay, valid for so long from now. */
  take(changes: Partial<LiveSession> = {}, remainingMs = 60_000): void {
    const session = liveSession({
      ...{ sessionId: 'ts-1', priority: 'routine', occurrenceId: SOUND_ID, ssrc: 77, delayMs: DELAY_MS },
      ...{ startedAt: DUE_AT - 5_000, senders: [{ host: '127.0.0.1', port: this.sender.port }], ...changes },
    })
    this.life.room.conductor.liveTaken({
      ...{ session, remainingMs, isNews: true, documentId: 'live', revision: 1, traceId: undefined },
    })
  }

  /** The station is on the stream from now on, for so long; where it was before, it has gone on meanwhile. */
  speak(durationMs: number): void {
    const now = this.rig.clock.now()
    if (this.spokenAt === 0) this.spokenAt = now
    const first = Math.round((now - this.spokenAt) / 20)
    const said = this.#packets.slice(first, first + durationMs / 20)
    this.sender.speak(said, { firstSample: (now - this.spokenAt) * 48 })
  }

  /** The same with packets of another's making. */
  sendOn(packets: readonly Uint8Array[]): void {
    this.sender.speak(packets, { firstSample: (this.rig.clock.now() - this.spokenAt) * 48 })
  }

  async cutPower(): Promise<void> {
    this.frames.push(...this.life.output.frames)
    await this.rig.powerCut(this.life)
  }

  /** What is heard from one instant after the relay's time to another, without the frames in which it changes. */
  heard(fromMs: number, untilMs: number): Heard[] {
    const frames = [...this.frames, ...this.life.output.frames]
    const within = frames.filter(({ heardAt }) => heardAt >= DUE_AT + fromMs && heardAt < DUE_AT + untilMs)
    const kinds = within.map(({ level }) => kindOf(level))
    return kinds.filter((kind, index) => kind === kinds[index + 1] && kind !== kinds[index - 1])
  }

  /** How far the station's beats are off capture + delay at most, from one instant after the relay's time to another, in ms. */
  offBeatMs(fromMs: number, untilMs: number): number {
    const frames = [...this.frames, ...this.life.output.frames]
    const within = frames.filter(({ heardAt }) => heardAt >= DUE_AT + fromMs && heardAt < DUE_AT + untilMs)
    const changes = within.filter(
      ({ level }, index) => index > 0 && kindOf(level) !== kindOf(within[index - 1]?.level ?? level),
    )
    const off = changes.map(({ heardAt }) => {
      const beats = (heardAt - this.spokenAt - DELAY_MS) / BEAT_MS
      return Math.abs(beats - Math.round(beats)) * BEAT_MS
    })
    return off.length === 0 ? Number.POSITIVE_INFINITY : Math.max(...off)
  }

  async records(): Promise<PlayoutRecord[]> {
    return (await this.life.records()).filter(({ occurrenceId }) => occurrenceId === SOUND_ID)
  }

  async stop(): Promise<void> {
    await this.sender.stop()
    await this.life.stop()
  }

  #overTheLine(open: OpenDatagramSocket): OpenDatagramSocket {
    return async (options) => {
      const socket = await open({
        ...options,
        onDatagram: (bytes, from, arrivedMs) => {
          if (this.isLineUp) options.onDatagram(bytes, from, arrivedMs)
        },
      })
      return {
        port: socket.port,
        send: (bytes, to) => (this.isLineUp ? socket.send(bytes, to) : undefined),
        close: () => socket.close(),
      }
    }
  }
}

/** What a frame of this level is. */
export function kindOf(level: number): Heard {
  if (level < 0.002) return 'silence'
  if (level < 0.016) return 'low'
  return level < 0.07 ? 'high' : 'bulletin'
}
