import {
  type AgentLog,
  type AgentParts,
  type EnrolledIdentity,
  enrol,
  openIdentity,
  type PostJson,
  type RunningAgent,
  startAgent,
  storeEnrolment,
} from '@tieng-lang/edge-agent'
import type { Chance, Files, SignatureCheck } from '@tieng-lang/protocol'
import { NetworkLink } from '../network/network-link.ts'
import type { NetworkProfile } from '../network/profiles.ts'
import { CountedOutput, type CountedRun } from './counted-output.ts'
import { MemoryDisk } from './files/memory-files.ts'
import { TroubledDisk } from './files/troubled-files.ts'
import { mediaOverLink } from './media/media-over-link.ts'
import type { MemoryMedia } from './media/memory-media.ts'
import { LiveArrivals } from './messaging/live-arrivals.ts'
import type { MemoryBroker } from './messaging/memory-broker.ts'
import type { MemoryDatagrams } from './messaging/memory-datagrams.ts'
import { MemoryLink } from './messaging/memory-link.ts'
import { memoryTransport } from './messaging/memory-transport.ts'
import type { SeededChance } from './seeded-chance.ts'
import { VirtualBoard } from './virtual-board.ts'
import type { VirtualClock, VirtualClockView } from './virtual-clock.ts'

/** What all clusters of a simulation share. */
export interface VirtualWorld {
  clock: VirtualClock
  broker: MemoryBroker
  media: MemoryMedia
  /** The server's door for enrolment. */
  postJson: PostJson
  signatures: SignatureCheck
  /** The way of live sound; without it none is heard. */
  datagrams?: MemoryDatagrams
}

export interface VirtualClusterOptions {
  name: string
  enrolmentCode: string
  chance: SeededChance
  latencyMs?: () => number
  /** By which its link behaves, in place of `latencyMs`; it can be changed while it runs (`network.use`). */
  networkProfile?: NetworkProfile
  diskBytes?: number
  log?: AgentLog
  /** Changes the parts of each life of the agent, e.g. to plant a mistake. */
  agentParts?: (parts: AgentParts) => AgentParts
}

/** A run at the horn: its instants are those of the machine's wall clock but for the true ones. */
export interface HornRun extends CountedRun {
  /** Whether the amplifier was warm when it began. */
  wasWarm: boolean
  /** The true instant at which the agent's life began that played it. */
  lifeFromAt: number
  /** When it really began and ended, whatever the machine's clock showed; `trueUntilAt` is +∞ while it lasts. */
  trueFromAt: number
  trueUntilAt: number
}

const DISK_BYTES = 1_000_000_000
/** A start is rounded to a sample. */
const ROUNDING_MS = 0.1
/** Let the acknowledgement of `restart` leave first. */
const RESTART_DELAY_MS = 500
const RESTART_MS = 2_000
const SILENT_LOG: AgentLog = { info() {}, warn() {} }

/** From power on to power off. */
interface Life {
  wall: VirtualClockView
  board: VirtualBoard
  output: CountedOutput
  agent: RunningAgent | undefined
  run: HornRun | undefined
}

/** One cluster of a virtual commune: the agent that ships, on a disk, a network and a board in memory. */
export class VirtualCluster {
  readonly name: string
  readonly link: MemoryLink
  readonly network: NetworkLink | undefined
  readonly disk: MemoryDisk
  readonly diskTrouble = new TroubledDisk()
  /** What the horn did, over all lives, in order; a run that has not ended is not in it yet. */
  readonly runs: HornRun[] = []
  /** The live streams that have come to it, over all lives. */
  readonly arrivals = new LiveArrivals()
  readonly #world: VirtualWorld
  readonly #options: VirtualClusterOptions
  #life: Life | undefined
  #wallOffsetMs = 0
  #driftPpm = 0
  /** Its clock was set while nobody looked: the real-time clock has not kept the time. */
  #isRtcLost = false
  #lives = 0
  #hasPower = false
  /** Ends of lives that nobody had asked for: the disk did not let the agent begin. */
  failedStarts = 0

  constructor(world: VirtualWorld, options: VirtualClusterOptions) {
    const { clock } = world
    this.name = options.name
    this.#world = world
    this.#options = options
    const { latencyMs = () => 30, diskBytes = DISK_BYTES, chance, networkProfile: profile } = options
    this.network = profile && new NetworkLink({ clock, profile, chance: chance.fork('network') })
    this.link = new MemoryLink({ clock, latencyMs, ...(this.network && { network: this.network }) })
    this.disk = new MemoryDisk({ clock, chance: chance.fork('disk'), capacityBytes: diskBytes })
  }

  /** The machine's own clocks; throws while it has no power. */
  get wall(): VirtualClockView {
    if (!this.#life) throw new Error(`${this.name} has no power`)
    return this.#life.wall
  }

  /** What is at the horn now, or on its way to it. */
  get running(): Readonly<HornRun> | undefined {
    return this.#life?.run
  }

  get board(): VirtualBoard | undefined {
    return this.#life?.board
  }

  get agent(): RunningAgent | undefined {
    return this.#life?.agent
  }

  /** Power on: enrols where it has not yet, and starts the agent. Needs time to pass. */
  async start(): Promise<void> {
    this.#hasPower = true
    await this.#live()
  }

  /** An orderly end. Needs time to pass. */
  async stop(): Promise<void> {
    this.#hasPower = false
    const life = this.#life
    await life?.agent?.stop()
    this.#end(life)
  }

  /** The end that nobody announces: what was being written is lost or torn. `start` brings it back. */
  powerCut(): void {
    this.#hasPower = false
    const life = this.#life
    life?.wall.halt()
    this.link.reset()
    void life?.output.stop()
    this.#end(life)
  }

  /** Sets the machine's clock, also while it has no power. */
  stepWall(byMs: number): void {
    if (this.#life) this.#life.wall.stepWall(byMs)
    else {
      this.#wallOffsetMs += byMs
      this.#isRtcLost = true
    }
  }

  /** As NTP would: its quartz runs true again, and its clock shows the right time. */
  setClockRight(): void {
    this.drift(0)
    const aheadMs = this.#life ? this.#life.wall.now() - this.#world.clock.now() : this.#wallOffsetMs
    if (aheadMs !== 0) this.stepWall(-aheadMs)
  }

  /** Its quartz runs fast by so many parts in a million from now on, or slow. */
  drift(ppm: number): void {
    this.#driftPpm = ppm
    this.#life?.wall.drift(ppm)
  }

  /** One life; where it cannot begin (a failing disk) the next is tried a moment later, as systemd does. */
  async #live(): Promise<void> {
    const wall = this.#world.clock.view(this.#wallOffsetMs)
    wall.drift(this.#driftPpm)
    const life = this.#begin(wall)
    try {
      const agent = await startAgent(await this.#partsOf(life))
      if (this.#life === life) life.agent = agent
    } catch {
      if (this.#life !== life) return
      this.failedStarts += 1
      this.link.reset()
      this.#end(life)
      this.#liveAgain()
    }
  }

  #liveAgain(): void {
    this.#world.clock.after(RESTART_MS, () => {
      if (this.#hasPower && !this.#life) void this.#live()
    })
  }

  /** As the program that ships does at the command `restart`: an orderly end, and whoever watches starts it again. */
  async #restart(life: Life): Promise<void> {
    await life.agent?.stop().catch(() => undefined)
    if (this.#life !== life) return
    this.#end(life)
    this.#liveAgain()
  }

  async #partsOf(life: Life): Promise<AgentParts> {
    const { wall, board, output } = life
    const chance = this.#options.chance.fork(`life ${++this.#lives}`)
    const files = this.diskTrouble.files(this.disk.open(), wall)
    const identity = await this.#identity(files, wall, chance)
    const { broker, media, signatures, datagrams } = this.#world
    const parts: AgentParts = {
      ...{ clock: wall, chance, files, identity, signatures, board, output },
      transport: (options) =>
        memoryTransport(options, { broker, link: this.link, chance: chance.fork('transport'), clock: wall }),
      media: () => mediaOverLink(media, this.link),
      ...(datagrams && {
        datagrams: this.arrivals.listening(datagrams.behind(this.link, wall), () => this.#world.clock.now()),
      }),
      isRtcHealthy: () => !this.#isRtcLost,
      log: this.#options.log ?? SILENT_LOG,
      onRestart: () => wall.after(RESTART_DELAY_MS, () => void this.#restart(life)),
    }
    return this.#options.agentParts?.(parts) ?? parts
  }

  #begin(wall: VirtualClockView): Life {
    if (this.#life) throw new Error(`${this.name} has power already`)
    const board = new VirtualBoard({ clock: wall })
    const lifeFromAt = this.#world.clock.now()
    const trueAt = (wallAt: number) => wallAt - wall.now() + this.#world.clock.now()
    const output = new CountedOutput({
      clock: wall,
      onRunBegun: (run) => {
        const wasWarm = board.isWarmAt(run.fromAt + ROUNDING_MS)
        const trueFromAt = trueAt(run.fromAt)
        life.run = { ...run, wasWarm, lifeFromAt, trueFromAt, trueUntilAt: Number.POSITIVE_INFINITY }
        board.runBegun(run)
      },
      onRunEnded: (run) => {
        if (life.run) this.runs.push({ ...life.run, untilAt: run.untilAt, trueUntilAt: trueAt(run.untilAt) })
        life.run = undefined
      },
    })
    const life: Life = { wall, board, output, agent: undefined, run: undefined }
    this.#life = life
    return life
  }

  #end(life: Life | undefined): void {
    this.#isRtcLost = false
    if (!life || this.#life !== life) return
    this.#wallOffsetMs = life.wall.now() - this.#world.clock.now()
    life.wall.halt()
    // Whatever it was still about to write, its program is not there to do it.
    this.disk.powerCut()
    this.#life = undefined
  }

  async #identity(files: Files, clock: VirtualClockView, chance: Chance): Promise<EnrolledIdentity> {
    const identity = await openIdentity(files, chance)
    if (identity.enrolment) return { ...identity, enrolment: identity.enrolment }
    const request = {
      code: this.#options.enrolmentCode,
      publicKey: identity.keyPair.publicKey,
      agentVersion: 'virtual',
    }
    const { postJson } = this.#world
    const answer = await enrol({ url: 'http://server', request, clock, chance, postJson })
    return storeEnrolment(files, identity, answer)
  }
}
