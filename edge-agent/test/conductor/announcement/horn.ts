import type { LiveSession, PlayoutRecord, Programme, SoundPart } from '@tieng-lang/protocol'
import { gainOfPercent } from '../../../src/audio/signal/gain.ts'
import { sine } from '../../audio/signals.ts'
import { encodeSpeech } from '../../live/stream.ts'
import { TestSender } from '../../live/test-sender.ts'
import { VirtualWire } from '../../live/virtual-wire.ts'
import { CLUSTER, config, emergency, liveSession } from '../../sealing.ts'
import { SeededChance } from '../../virtual.ts'
import { type Life, Rig } from '../rig.ts'
import { type ToneRun, ToneWatch } from './tone-watch.ts'

export const DELAY_MS = 400
/** As recorded and as spoken. */
const AMPLITUDE = 0.5
/** Of every kind of sound its tone: what is heard when is seen in what the horn gives. */
const HZ = { bulletin: 500, voice: 900, otherVoice: 1_300, station: 1_700, warning: 2_100 } as const
export type Who = keyof typeof HZ
type Speaker = 'voice' | 'otherVoice' | 'station'

/** In percent, as the cluster is configured. */
const volumeOf = (who: Who) =>
  who === 'warning' ? config.volume.emergencyPercent : config.volume.defaultPercent

/** How loud a tone is at its volume. */
export const amplitudeOf = (who: Who) => AMPLITUDE * gainOfPercent(volumeOf(who))

const spoken = new Map<Speaker, Promise<Uint8Array[]>>()

/** Somebody's tone as packets of 20 ms, encoded once for all tests of a file. */
function packetsOf(who: Speaker): Promise<Uint8Array[]> {
  const known = spoken.get(who) ?? encodeSpeech(sine(48_000 * 12, HZ[who], AMPLITUDE))
  spoken.set(who, known)
  return known
}

/** A cluster whose horn is listened to, with as many senders as anybody wants. */
export class Horn {
  readonly rig: Rig
  readonly watch: ToneWatch<Who>
  readonly #wire: VirtualWire
  readonly #senders: TestSender[] = []
  readonly #sessions = new Map<string, Partial<LiveSession>>()
  #life: Life | undefined
  #warningPart: SoundPart | undefined

  constructor(bulletinMs: number) {
    this.rig = new Rig({ toneMs: bulletinMs, toneHz: HZ.bulletin })
    this.#wire = new VirtualWire(this.rig.clock)
    this.rig.datagrams = (wall) => this.#wire.open(wall)
    const tone = (who: Who) => ({ hz: HZ[who], amplitudeMin: 0.3 * amplitudeOf(who) })
    this.watch = new ToneWatch({
      ...{ bulletin: tone('bulletin'), voice: tone('voice'), otherVoice: tone('otherVoice') },
      ...{ station: tone('station'), warning: tone('warning') },
    })
  }

  get life(): Life {
    if (!this.#life) throw new Error('the cluster has no power yet')
    return this.#life
  }

  /** @param warningMs how long a warning lasts that is raised here */
  async start(programmes: Programme[], warningMs = 1_000): Promise<void> {
    const part = this.rig.part(warningMs, HZ.warning)
    this.#warningPart = part
    const kit = [{ ...part, role: 'message' as const, event: 'flood' as const, language: 'vi' }]
    this.#life = await this.rig.startLife(this.rig.plan(...programmes), {
      ...config,
      emergencyKit: { sounds: kit, button: null },
    })
    this.life.output.onFrame = (heardAt, frame) => this.watch.note(heardAt, frame)
  }

  /** A revision of a session that the cluster is to follow. */
  take(changes: Partial<LiveSession>, remainingMs = 60_000): void {
    this.life.room.conductor.liveTaken({
      session: liveSession({ delayMs: DELAY_MS, startedAt: this.rig.clock.now(), ...changes }),
      ...{ remainingMs, isNews: true, documentId: 'live', revision: 1, traceId: undefined },
    })
  }

  /**
   * A session that begins now, in which its tone is said at once and for so long, and which ends with its last sample.
   * @returns how it ends before that
   */
  async speak(who: Speaker, changes: Partial<LiveSession>, durationMs: number): Promise<() => void> {
    const packets = await packetsOf(who)
    const ssrc = 77 + this.#senders.length
    const sender = new TestSender({
      ...{ clock: this.rig.clock, chance: new SeededChance(`sender ${ssrc}`), ssrc },
      ...{ datagrams: this.#wire.open(), secrets: new Map([[CLUSTER, config.mediaSecret]]) },
    })
    this.#senders.push(sender)
    await sender.start()
    const startedAt = this.rig.clock.now()
    const session = { ssrc, startedAt, senders: [{ host: '127.0.0.1', port: sender.port }], ...changes }
    if (session.sessionId) this.#sessions.set(session.sessionId, session)
    this.take(session)
    sender.speak(packets.slice(0, durationMs / 20))
    const end = () => this.take({ ...session, state: 'ended' })
    this.rig.clock.after(durationMs + 10, end)
    return end
  }

  /** The server says again that a session goes on. */
  renew(sessionId: string): void {
    const session = this.#sessions.get(sessionId)
    if (session) this.take(session)
  }

  /** A flood of this moment, said once. */
  raise(emergencyId: string): void {
    if (!this.#warningPart) throw new Error('the cluster has no power yet')
    const sentAt = this.rig.clock.now()
    const sounds = { opening: [], message: [this.#warningPart], speech: null, closing: [] }
    const flood = emergency({ emergencyId, sentAt, expiresAt: sentAt + 15_000, sounds })
    this.life.room.conductor.emergencyTaken(flood, 1)
  }

  /** What of a tone was heard from one instant to another. */
  heard(who: Who, fromAt: number, untilAt: number): ToneRun[] {
    return this.watch.runs[who].filter((run) => run.fromAt >= fromAt && run.fromAt < untilAt)
  }

  /** The records whose sound's id begins so. */
  async recordsOf(soundId: string): Promise<PlayoutRecord[]> {
    return (await this.life.records()).filter(({ occurrenceId }) => occurrenceId.startsWith(soundId))
  }

  async stop(): Promise<void> {
    await this.life.stop()
    for (const sender of this.#senders) await sender.stop()
  }
}
