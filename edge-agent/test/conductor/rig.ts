import {
  type Clock,
  type ClusterConfig,
  type CommandBody,
  createKeyPair,
  ed25519Check,
  type Files,
  type OpenDatagramSocket,
  type Plan,
  type PlayoutRecord,
  type Programme,
  type SoundPart,
} from '@tieng-lang/protocol'
import type { AgentParts } from '../../src/agent.ts'
import { type AgentStores, openStores } from '../../src/agent-stores.ts'
import { emergencyMediaWanted, emergencyParts } from '../../src/conductor/emergencies/emergency-parts.ts'
import { mediaWanted } from '../../src/conductor/plan/planned-sounds.ts'
import { buildSoundRoom, type SoundRoom } from '../../src/sound-room.ts'
import { encodeWithFfmpeg } from '../audio/ffmpeg.ts'
import { sine } from '../audio/signals.ts'
import { AREA_PATH, CLUSTER, config, root, START_AT } from '../sealing.ts'
import { MemoryDisk, MemoryMedia, SeededChance, VirtualClock, type VirtualClockView } from '../virtual.ts'
import { HandBoard } from './hand-board.ts'
import { HandOutput } from './hand-output.ts'

export const TONE_MS = 2_000
const TONE_HZ = 440
const tones = new Map<string, Uint8Array>()
const device = createKeyPair()

/** One life of everything between a plan and the horn, as the agent builds it, on parts that stand still by themselves. */
export interface Life {
  stores: AgentStores
  room: SoundRoom
  output: HandOutput
  board: HandBoard
  records(): Promise<PlayoutRecord[]>
  /** The server's answer to a question for the time, as if it had come at once. */
  trustClock(): void
  stop(): Promise<void>
}

export interface RigOptions {
  writeMs?: number
  /** Of the recording that its programmes play. */
  toneMs?: number
  toneHz?: number
}

/** A cluster without a link: a disk, a media server and a board, in virtual time. */
export class Rig {
  readonly clock = new VirtualClock(START_AT)
  readonly disk: MemoryDisk
  readonly media = new MemoryMedia({ clock: this.clock })
  readonly failures: unknown[] = []
  readonly #tone: { sha256: string; sizeBytes: number; durationMs: number }
  wall: VirtualClockView = this.clock.view()
  warmUpMs = 500

  /** Where live sound comes in, for a machine with this clock. */
  datagrams: ((wall: Clock) => OpenDatagramSocket) | undefined
  /** What the board's FM tuner is heard by. */
  tunerInput: AgentParts['tunerInput']

  constructor({ writeMs = 0, toneMs = TONE_MS, toneHz = TONE_HZ }: RigOptions = {}) {
    const chance = new SeededChance('disk')
    this.disk = new MemoryDisk({ clock: this.clock, chance, capacityBytes: 50_000_000, writeMs })
    const bytes = toneOf(toneMs, toneHz)
    this.#tone = { sha256: this.media.add(bytes), sizeBytes: bytes.length, durationMs: toneMs }
  }

  /** A programme that sounds the tone once at `at`. */
  programme(at: number, overrides: Partial<Programme> = {}): Programme {
    return {
      programmeId: 'tin',
      name: 'Tin',
      priority: 'routine',
      recurrence: { kind: 'once', at },
      validity: {},
      playlist: [{ itemId: 'tin', title: 'Tin', media: this.#tone, repeats: 1, gapMs: 0 }],
      latenessMsMax: 20_000,
      onInterrupted: 'resume',
      mayBeCut: false,
      ...overrides,
    }
  }

  /** A recording that the media server has, as a part of an emergency; two lengths are two recordings. */
  part(durationMs: number, toneHz = TONE_HZ): SoundPart {
    const bytes = toneOf(durationMs, toneHz)
    return { sha256: this.media.add(bytes), sizeBytes: bytes.length, durationMs }
  }

  plan(...programmes: Programme[]): Plan {
    return { programmes, stopped: [] }
  }

  /** Starts a life on what the disk holds, its clock trusted. */
  async startLife(plan: Plan, clusterConfig: ClusterConfig = config): Promise<Life> {
    const files = this.disk.open()
    const output = new HandOutput(this.wall)
    const board = new HandBoard(this.wall, this.warmUpMs)
    const parts = this.#parts(files, output, board)
    const stores = { ...(await this.#pump(openStores(parts))), config: () => clusterConfig }
    const room = await this.#pump(
      buildSoundRoom(parts, stores, { onSounding: () => {}, onTimeWanted: () => {} }),
      0,
    )
    const life: Life = {
      ...{ stores, room, output, board },
      records: async () => (await stores.outbox.read(1, 1_000)).map(({ bytes }) => payloadOf(bytes)),
      trustClock: () => {
        stores.clockTrust.asked('nonce')
        stores.clockTrust.answered('nonce', this.clock.now())
      },
      stop: () => this.#stop(life),
    }
    stores.cache.onHeld(() => room.conductor.feedAnew())
    stores.clockTrust.onChange(() => room.conductor.clockChanged())
    board.onReadings((readings) => room.evidence.note(readings, this.wall.now()))
    await this.#pump(room.conductor.start())
    room.conductor.planTaken({ body: plan, revision: 1, validUntil: null })
    const held = { plan, revision: 1, validUntil: null, timeZone: clusterConfig.timeZone }
    const kit = emergencyMediaWanted(emergencyParts(clusterConfig, []))
    stores.cache.want([...kit, ...mediaWanted(held, this.wall.now())])
    await output.start(room.playback)
    await board.start()
    life.trustClock()
    return life
  }

  /** Has a command carried out, as the link does. */
  command({ room }: Life, body: CommandBody): Promise<void> {
    const at = this.clock.now()
    const command = { id: 'k', aud: '', sealedAt: at, expiresAt: at + 60_000, body }
    return this.#pump(room.conductor.carryOut(command))
  }

  /** The power is cut: the disk forgets what was on its way, and nothing of the life ends well. */
  async powerCut(life: Life): Promise<void> {
    this.disk.powerCut()
    this.wall.halt()
    this.wall = this.clock.view()
    await life.room.decoders.stop()
  }

  /** Lets time pass in small steps until `act` is done; what waits for no clock of ours is given steps of none. */
  async #pump<T>(act: Promise<T>, stepMs = 5): Promise<T> {
    let isDone = false
    const end = () => {
      isDone = true
    }
    act.then(end, end)
    while (!isDone) await this.clock.advance(stepMs)
    return act
  }

  #parts(files: Files, output: HandOutput, board: HandBoard): AgentParts {
    const enrolment = {
      clusterId: CLUSTER,
      areaPath: AREA_PATH,
      rootKey: root,
      httpUrls: [],
      mqttUrls: [],
      mqttSecret: '',
    }
    return {
      clock: this.wall,
      chance: new SeededChance('agent'),
      files,
      identity: { keyPair: device, bootId: 'boot', enrolment },
      signatures: ed25519Check(),
      board,
      output,
      transport: () => {
        throw new Error('there is no link here')
      },
      media: () => this.media,
      ...(this.datagrams && { datagrams: this.datagrams(this.wall) }),
      tunerInput: this.tunerInput,
      isRtcHealthy: () => true,
      log: { info: () => {}, warn: ({ cause }) => this.failures.push(cause) },
      onRestart: () => {},
    }
  }

  async #stop({ stores, room, output, board }: Life): Promise<void> {
    const stopping = (async () => {
      await output.stop()
      await room.conductor.stop()
      await room.amplifier.stop()
      await stores.cache.stop()
      await stores.clockTrust.stop()
      await board.stop()
      await room.decoders.stop()
    })()
    await this.#pump(stopping)
  }
}

/** A record of our own outbox: the payload is the second part of the JWS. */
function payloadOf(bytes: Uint8Array): PlayoutRecord {
  const [, payload = ''] = Buffer.from(bytes).toString('latin1').split('.')
  return JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'))
}

/** Encoded once for all tests of a file. */
function toneOf(durationMs: number, toneHz: number): Uint8Array {
  const key = `${durationMs}/${toneHz}`
  const known = tones.get(key) ?? encodeWithFfmpeg(sine(durationMs * 48, toneHz), 32)
  tones.set(key, known)
  return known
}
