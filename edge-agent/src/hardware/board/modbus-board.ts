import type { Cancellable, Clock } from '@tieng-lang/protocol'
import { REGISTERS, type RegisterBlock } from '@tieng-lang/protocol/board'
import { type Board, BoardError, noReadings, type Readings } from './board.ts'
import { ModbusBus, type ModbusTransport } from './modbus-bus.ts'
import {
  CORE_COILS,
  CORE_DISCRETES,
  CORE_INPUTS,
  LINE_INPUTS,
  readCore,
  readLines,
  readTunerKhz,
  tunerRegister,
} from './read-registers.ts'

const POLL_MS = 500
/** A module that does not answer is asked this rarely, so that it does not take the bus from the living. */
const DEAD_POLL_MS = 10_000
/** One answer may be lost; a module that misses two polls in a row is dead. */
const MISSES_MAX = 2
const WARM_UP_MS = 1_000
const LINES_WITHOUT_CORE = 3

export interface ModbusModule {
  unitId: number
  blocks: readonly RegisterBlock[]
}

export interface ModbusBoardOptions {
  clock: Clock
  host: string
  port: number
  transport?: ModbusTransport
  /** Which unit answers what; one unit 1 with everything when not given. */
  modules?: readonly ModbusModule[]
  pollMs?: number
  /** Warm-up of an amplifier whose board does not say it. */
  warmUpMs?: number
}

interface ModuleState extends ModbusModule {
  isDead: boolean
  /** Resolves when it has answered, or has not; null while it is not asked. */
  asking: Promise<void> | null
  misses: number
  nextPollMs: number
}

/** A board behind Modbus with the register map of protocol/src/board/registers.ts. */
export class ModbusBoard implements Board {
  readonly #options: ModbusBoardOptions
  readonly #bus: ModbusBus
  readonly #modules: ModuleState[]
  readonly #readings: Readings = noReadings()
  readonly #buttonListeners: (() => void)[] = []
  readonly #readingsListeners: ((readings: Readonly<Readings>) => void)[] = []
  #lineCount = LINES_WITHOUT_CORE
  #buttonPresses: number | null = null
  #timer: Cancellable | null = null

  constructor(options: ModbusBoardOptions) {
    this.#options = options
    const { clock, host, port, transport = 'tcp' } = options
    this.#bus = new ModbusBus({ clock, host, port, transport })
    const modules = options.modules ?? [{ unitId: 1, blocks: ['core', 'lines'] as const }]
    this.#modules = modules.map((module) => ({
      ...module,
      isDead: true,
      asking: null,
      misses: 0,
      nextPollMs: 0,
    }))
  }

  async start(): Promise<void> {
    this.#bus.start()
    this.#tick()
  }

  async stop(): Promise<void> {
    this.#timer?.cancel()
    this.#timer = null
    await this.#bus.stop()
  }

  async setPower(isOn: boolean): Promise<void> {
    await this.#writeCoil(REGISTERS.amplifierPower.address, isOn)
    this.#readings.isPowered = isOn
  }

  /** Shut while it is tuned: what lies between is nobody's station. */
  async setTuner(frequencyKhz: number | null): Promise<void> {
    const { address } = REGISTERS.tunerFrequencyMhz
    await this.#writeCoil(REGISTERS.tunerGate.address, false)
    if (frequencyKhz !== null) {
      await this.#bus.write(this.#coreUnitId, (client) =>
        client.writeRegister(address, tunerRegister(frequencyKhz)),
      )
      await this.#writeCoil(REGISTERS.tunerGate.address, true)
    }
    await this.#readAnew(this.#coreUnitId)
  }

  warmUpMs(): number {
    return this.#readings.warmUpMs ?? this.#options.warmUpMs ?? WARM_UP_MS
  }

  readings(): Readonly<Readings> {
    return this.#readings
  }

  onButton(run: () => void): void {
    this.#buttonListeners.push(run)
  }

  onReadings(run: (readings: Readonly<Readings>) => void): void {
    this.#readingsListeners.push(run)
  }

  get #coreUnitId(): number {
    return this.#modules.find((module) => module.blocks.includes('core'))?.unitId ?? 1
  }

  async #writeCoil(address: number, isOn: boolean): Promise<void> {
    await this.#bus.write(this.#coreUnitId, (client) => client.writeCoil(address, isOn))
  }

  #tick(): void {
    const pollMs = this.#options.pollMs ?? POLL_MS
    this.#timer = this.#options.clock.after(pollMs, () => this.#tick())
    const now = this.#options.clock.monotonicMs()
    for (const module of this.#modules) {
      if (!module.asking && now >= module.nextPollMs) this.#poll(module)
    }
  }

  /** Resolves with readings that were asked for after this. */
  async #readAnew(unitId: number): Promise<void> {
    const module = this.#modules.find((each) => each.unitId === unitId)
    while (module?.asking) await module.asking
    if (module) await this.#poll(module)
  }

  /** Asks a module that is not being asked. */
  #poll(module: ModuleState): Promise<void> {
    module.asking = this.#ask(module).finally(() => {
      module.asking = null
    })
    return module.asking
  }

  /** Never rejects: a module that fails is dead until it answers again. */
  async #ask(module: ModuleState): Promise<void> {
    try {
      if (module.blocks.includes('core')) await this.#pollCore(module.unitId)
      if (module.blocks.includes('lines')) await this.#pollLines(module.unitId)
      module.isDead = false
      module.misses = 0
      this.#readings.readAt = this.#options.clock.now()
    } catch {
      this.#miss(module)
    }
    this.#readings.isReachable = this.#modules.every((each) => !each.isDead)
    for (const listener of this.#readingsListeners) listener(this.#readings)
  }

  #miss(module: ModuleState): void {
    module.misses += 1
    if (module.misses < MISSES_MAX) return
    module.isDead = true
    module.nextPollMs = this.#options.clock.monotonicMs() + DEAD_POLL_MS
    this.#forget(module)
  }

  async #pollCore(unitId: number): Promise<void> {
    const inputs = await this.#bus.poll(unitId, (client) =>
      client.readInputRegisters(CORE_INPUTS.address, CORE_INPUTS.count),
    )
    const discretes = await this.#bus.poll(unitId, (client) =>
      client.readDiscreteInputs(CORE_DISCRETES.address, CORE_DISCRETES.count),
    )
    const coils = await this.#bus.poll(unitId, (client) =>
      client.readCoils(CORE_COILS.address, CORE_COILS.count),
    )
    const tunerKhz = await this.#readTuner(unitId)
    const { isButtonPressed, lineCount, ...core } = readCore(inputs.data, discretes.data)
    Object.assign(this.#readings, core)
    this.#readings.isPowered = coils.data[REGISTERS.amplifierPower.address] ?? null
    this.#readings.isTunerOpen = coils.data[REGISTERS.tunerGate.address] ?? null
    this.#readings.tunerKhz = tunerKhz
    this.#readings.hasTuner = tunerKhz !== null
    this.#lineCount = lineCount
    this.#noticeButton(core.buttonPresses ?? Number(isButtonPressed))
  }

  /** A board that does not even know the register has no tuner. */
  async #readTuner(unitId: number): Promise<number | null> {
    const { address } = REGISTERS.tunerFrequencyMhz
    try {
      const { data } = await this.#bus.poll(unitId, (client) => client.readHoldingRegisters(address, 1))
      return readTunerKhz(data[0] ?? 0xffff)
    } catch (error) {
      if (error instanceof BoardError && error.code === 'refusedByBoard') return null
      throw error
    }
  }

  async #pollLines(unitId: number): Promise<void> {
    const inputs = await this.#bus.poll(unitId, (client) =>
      client.readInputRegisters(LINE_INPUTS.address, LINE_INPUTS.count),
    )
    this.#readings.lines = readLines(inputs.data, this.#lineCount)
  }

  /** A counter of presses, so that one between two polls is not lost; what was pressed before the start is past. */
  #noticeButton(presses: number): void {
    const isNew = this.#buttonPresses !== null && presses !== this.#buttonPresses && presses > 0
    this.#buttonPresses = presses
    if (isNew) for (const listener of this.#buttonListeners) listener()
  }

  /** What a dead module said is not known any more. */
  #forget(module: ModuleState): void {
    const { warmUpMs, hasTuner } = this.#readings
    if (module.blocks.includes('lines')) this.#readings.lines = []
    if (!module.blocks.includes('core')) return
    const { lines, readAt } = this.#readings
    Object.assign(this.#readings, noReadings(), { lines, readAt, warmUpMs, hasTuner })
  }
}
