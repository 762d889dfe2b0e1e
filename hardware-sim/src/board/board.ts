import type { Clock } from '@tieng-lang/protocol'
import type { BoardFault, LineRegisterName, RegisterBlock, RegisterName } from '@tieng-lang/protocol/board'
import { Recorder } from '../listening/recorder.ts'
import { boardRegisterBank } from './board-registers.ts'
import { microphoneSplDb } from './horns.ts'
import { LoudspeakerLine } from './lines.ts'
import { LevelMeter } from './meter.ts'
import { type ModbusFraming, ModbusServer, type ModbusUnit } from './modbus-server.ts'
import { PcmLinkServer } from './pcm-link-server.ts'
import { Power } from './power.ts'
import { SoundCard } from './sound-card.ts'
import { SimulatedTuner, type SimulatedTunerOptions } from './tuner/simulated-tuner.ts'

const AMBIENT_DB = 45
const IDLE_CURRENT_A = 0.15
const STANDBY_CURRENT_A = 0.02
const AMPLIFIER_EFFICIENCY = 0.8
const HOUSING_C_PER_W = 0.4
const HOUSING_TIME_MS = 600_000

export interface SimulatedBoardOptions {
  clock: Clock
  /** How much faster than nominal the sound card runs; 0 when not given. */
  ppm?: number
  reportsDelay?: boolean
  bufferMs?: number
  graceMs?: number
  warmUpMs?: number
  /** Horns of each line, by power in watts, 1 to 3 lines. */
  lines?: readonly (readonly number[])[]
  /** Which Modbus unit answers which registers. */
  units?: readonly { unitId: number; blocks: readonly RegisterBlock[] }[]
  /** An FM tuner, and what it can receive; without it there is none. */
  tuner?: Omit<SimulatedTunerOptions, 'clock'>
  modbusFraming?: ModbusFraming
  modbusPort?: number
  pcmPort?: number
  serial?: number
  ambientC?: number
  /** Where the recording goes, without ending; none when not given. */
  recordingPath?: string
  keepsSilence?: boolean
}

/** One cluster's hardware behind real sockets, with handles for whatever can happen to it. */
export class SimulatedBoard {
  readonly power: Power
  readonly lines: readonly LoudspeakerLine[]
  readonly card: SoundCard
  readonly pcmLink: PcmLinkServer
  readonly modbus: ModbusServer
  readonly units = new Map<number, ModbusUnit>()
  readonly faults = new Set<BoardFault>()
  /** Registers this board has no meter for. */
  readonly unmeasured = new Set<RegisterName>()
  readonly unmeasuredLines = new Set<LineRegisterName>()
  readonly serial: number
  /** Undefined on a board that has none. */
  readonly tuner: SimulatedTuner | undefined
  isButtonPressed = false
  buttonPresses = 0
  ambientDb = AMBIENT_DB
  ambientC: number
  readonly #options: SimulatedBoardOptions
  readonly #meter = new LevelMeter()
  readonly #recorder: Recorder | null
  #heatC = 0
  #heatedMs = 0

  constructor(options: SimulatedBoardOptions) {
    this.#options = options
    const { clock } = options
    this.serial = options.serial ?? 1
    this.ambientC = options.ambientC ?? 30
    this.power = new Power({ clock, warmUpMs: options.warmUpMs ?? 1_000 })
    this.lines = (options.lines ?? [[30, 30]]).map((powers) => new LoudspeakerLine(powers))
    this.card = new SoundCard(
      { clock, ppm: options.ppm ?? 0, bufferMs: options.bufferMs ?? 150, graceMs: options.graceMs ?? 40 },
      (position, count, samples) => this.#play(position, count, samples),
    )
    this.pcmLink = new PcmLinkServer(
      { clock, reportsDelay: options.reportsDelay ?? true, port: options.pcmPort ?? 0 },
      this.card,
    )
    this.tuner = options.tuner && new SimulatedTuner({ ...options.tuner, clock })
    for (const { unitId, blocks } of options.units ?? [{ unitId: 1, blocks: ['core', 'lines'] }]) {
      this.units.set(unitId, { bank: boardRegisterBank(this, blocks), isDead: false, requests: 0 })
    }
    this.modbus = new ModbusServer(this.units, options.modbusFraming ?? 'tcp')
    this.#recorder = options.recordingPath === undefined ? null : this.#newRecorder(options.recordingPath)
  }

  async start(): Promise<void> {
    this.#heatedMs = this.#options.clock.monotonicMs()
    await this.#recorder?.start()
    await this.modbus.start(this.#options.modbusPort ?? 0)
    await this.pcmLink.start()
    await this.tuner?.start()
  }

  async stop(): Promise<void> {
    await this.tuner?.stop()
    await this.pcmLink.stop()
    await this.modbus.stop()
    await this.#recorder?.stop()
  }

  /** Someone presses the local button for a moment. */
  pressButton(heldMs = 300): void {
    this.isButtonPressed = true
    this.buttonPresses += 1
    this.#options.clock.after(heldMs, () => {
      this.isButtonPressed = false
    })
  }

  /** RMS of the sound at the amplifier's output over the last 300 ms, full scale = 1. */
  level(): number {
    return this.#meter.level()
  }

  supplyCurrentA(): number {
    if (this.power.isCut) return 0
    if (!this.power.isSupplied) return STANDBY_CURRENT_A
    return IDLE_CURRENT_A + this.#soundPowerW() / AMPLIFIER_EFFICIENCY / Math.max(1, this.power.dcV)
  }

  microphoneDb(): number {
    return microphoneSplDb(this.#soundPowerW(), this.ambientDb)
  }

  /** Housing temperature: warms towards what the drawn power makes of the ambient, with a time constant. */
  temperatureC(): number {
    const now = this.#options.clock.monotonicMs()
    const share = 1 - Math.exp(-(now - this.#heatedMs) / HOUSING_TIME_MS)
    this.#heatedMs = now
    this.#heatC += (this.supplyCurrentA() * this.power.dcV * HOUSING_C_PER_W - this.#heatC) * share
    return this.ambientC + this.#heatC
  }

  #soundPowerW(): number {
    const level = this.level()
    return this.lines.reduce((sum, line) => sum + line.soundPowerW(level), 0)
  }

  /** What the card plays reaches the horn when the amplifier is powered and warm. */
  #play(position: number, count: number, samples: Uint8Array | null): void {
    const isAudible = samples !== null && this.power.isAudibleAt(this.card.monotonicMsOf(position))
    const heard = isAudible && !isSilent(samples) ? samples : null
    this.#meter.take(count, heard)
    this.#recorder?.record(position, count, heard)
  }

  #newRecorder(path: string): Recorder {
    return new Recorder({
      clock: this.#options.clock,
      path,
      trueSampleRateHz: this.card.trueSampleRateHz,
      monotonicMsOf: (position) => this.card.monotonicMsOf(position),
      keepsSilence: this.#options.keepsSilence ?? false,
    })
  }
}

const SILENCE = Buffer.alloc(8192)

function isSilent(samples: Uint8Array): boolean {
  return (
    samples.byteLength <= SILENCE.length &&
    SILENCE.compare(samples, 0, samples.byteLength, 0, samples.byteLength) === 0
  )
}
