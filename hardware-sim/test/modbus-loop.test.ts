import {
  evidenceOf,
  FRAME_SAMPLES,
  type FrameSource,
  ModbusBoard,
  type ModbusBoardOptions,
  PcmLinkOutput,
  type SoundSample,
  soundSample,
} from '@tieng-lang/edge-agent'
import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterEach, describe, expect, it } from 'vitest'
import { SimulatedBoard, type SimulatedBoardOptions } from '../src/index.ts'

/** A tone of 440 Hz at a fifth of full scale, or silence. */
class ToneSource implements FrameSource {
  isSounding = false
  #phase = 0
  readonly #frame = new Float32Array(FRAME_SAMPLES)

  readFrame(): Float32Array {
    for (let index = 0; index < FRAME_SAMPLES; index++) {
      this.#phase += (2 * Math.PI * 440) / 48_000
      this.#frame[index] = this.isSounding ? 0.2 * Math.sin(this.#phase) : 0
    }
    return this.#frame
  }
}

const parts: { stop(): Promise<void> }[] = []

afterEach(async () => {
  for (const part of parts.splice(0).reverse()) await part.stop()
})

async function boardWith(options: Partial<SimulatedBoardOptions> = {}): Promise<SimulatedBoard> {
  const board = new SimulatedBoard({ clock: systemClock, warmUpMs: 300, ...options })
  await board.start()
  parts.push(board)
  return board
}

async function agentOf(
  board: SimulatedBoard,
  options: Partial<ModbusBoardOptions> = {},
): Promise<ModbusBoard> {
  const agent = new ModbusBoard({
    clock: systemClock,
    host: '127.0.0.1',
    port: board.modbus.port,
    pollMs: 50,
    ...options,
  })
  await agent.start()
  parts.push(agent)
  return agent
}

async function until(isSo: () => boolean, limitMs = 5_000): Promise<void> {
  const endMs = systemClock.monotonicMs() + limitMs
  while (!isSo()) {
    if (systemClock.monotonicMs() > endMs) throw new Error(`Not so within ${limitMs} ms: ${isSo}`)
    await sleep(systemClock, 10)
  }
}

async function readingsNow(agent: ModbusBoard): Promise<ReturnType<ModbusBoard['readings']>> {
  // Two polls, since one may be under way that asked before.
  for (let poll = 0; poll < 2; poll++) {
    const { readAt } = agent.readings()
    await until(() => agent.readings().readAt > readAt)
  }
  return structuredClone(agent.readings())
}

describe('a board over Modbus', () => {
  it.each(['tcp', 'rtuOverTcp'] as const)(
    '%s: switches the amplifier and reads what the board measures',
    async (way) => {
      const board = await boardWith({ modbusFraming: way, lines: [[30, 30], [50]] })
      const agent = await agentOf(board, { transport: way })
      board.power.mainsV = 218.4
      await agent.setPower(true)
      expect(board.power.isSwitchedOn).toBe(true)
      await until(() => agent.readings().isAmplifierReady === true)
      const readings = await readingsNow(agent)
      expect(readings).toMatchObject({
        isReachable: true,
        isPowered: true,
        mainsV: 218.4,
        dcV: 24,
        warmUpMs: 300,
      })
      expect(readings.lines.map((line) => line.impedanceOhm)).toEqual([166.7, 200])
      expect(agent.warmUpMs()).toBe(300)
      await agent.setPower(false)
      expect((await readingsNow(agent)).isPowered).toBe(false)
    },
  )

  it('says null for what a board cannot measure', async () => {
    const board = await boardWith()
    board.unmeasured.add('mainsV').add('microphoneDb').add('temperatureC')
    board.unmeasuredLines.add('currentA')
    const agent = await agentOf(board)
    const readings = await readingsNow(agent)
    expect(readings).toMatchObject({ mainsV: null, microphoneDb: null, temperatureC: null, dcV: 24 })
    expect(readings.lines[0]?.currentA).toBeNull()
  })

  it('current flows in a line only while sound leaves a warm amplifier, and proves it', async () => {
    const board = await boardWith({ lines: [[30, 30], [50]], warmUpMs: 600 })
    const agent = await agentOf(board)
    const source = new ToneSource()
    const output = new PcmLinkOutput({ clock: systemClock, host: '127.0.0.1', port: board.pcmLink.port })
    parts.push(output)
    await output.start(source)
    await until(() => output.isAligned)
    source.isSounding = true
    await sleep(systemClock, 300)
    await agent.setPower(true)
    // Sound before the warm-up is over is not heard.
    expect((await readingsNow(agent)).lines[0]?.currentA).toBe(0)
    source.isSounding = false
    await sleep(systemClock, 900)
    const idle = soundSample(await readingsNow(agent))
    source.isSounding = true
    await sleep(systemClock, 600)
    const samples: SoundSample[] = [
      soundSample(await readingsNow(agent)),
      soundSample(await readingsNow(agent)),
    ]
    // 0.2 of full scale is 14.1 V RMS at the 100 V line; 166.7 and 200 Ω take 85 and 71 mA.
    const currents = agent.readings().lines.map((line) => line.currentA)
    expect(currents[0]).toBeCloseTo(0.085, 2)
    expect(currents[1]).toBeCloseTo(0.071, 2)
    expect(evidenceOf(samples, idle)).toBe('lineCurrent')
    expect(
      evidenceOf(
        samples.map((sample) => ({ ...sample, lineCurrentA: null })),
        idle,
      ),
    ).toBe('supplyCurrent')

    board.lines[0]?.open()
    const broken = await readingsNow(agent)
    expect(broken.lines[0]).toMatchObject({ currentA: 0, faults: ['openLine'] })
    expect(broken.lines[1]?.currentA).toBeCloseTo(0.071, 2)
  })

  it('the protection relay cuts below 90 V and above 240 V, and the amplifier with it', async () => {
    const board = await boardWith({ warmUpMs: 0 })
    const agent = await agentOf(board)
    await agent.setPower(true)
    for (const volts of [89, 220, 241, 220]) {
      board.power.mainsV = volts
      const isCut = volts !== 220
      expect(await readingsNow(agent)).toMatchObject({
        isProtectionCut: isCut,
        isAmplifierReady: !isCut,
        mainsV: volts,
      })
    }
  })

  it('a press of the button between two polls is not lost, and one before the start is past', async () => {
    const board = await boardWith()
    board.pressButton(5)
    const agent = await agentOf(board)
    let presses = 0
    agent.onButton(() => {
      presses += 1
    })
    await readingsNow(agent)
    expect(presses).toBe(0)
    board.pressButton(5)
    await until(() => presses === 1)
  })
})

describe('a module that is dead', () => {
  const units = [
    { unitId: 1, blocks: ['core'] as const },
    { unitId: 2, blocks: ['lines'] as const },
  ]

  it.each(['tcp', 'rtuOverTcp'] as const)(
    '%s: hardly delays a write to a living one, and is asked every 10 s',
    async (way) => {
      const board = await boardWith({ units, modbusFraming: way })
      const dead = board.units.get(2)
      if (dead === undefined) throw new Error('The board has no unit 2')
      dead.isDead = true
      const agent = await agentOf(board, { modules: units, transport: way })
      await until(() => dead.requests === 1)
      const startMs = systemClock.monotonicMs()
      await agent.setPower(true)
      const tookMs = systemClock.monotonicMs() - startMs
      // Modbus TCP does not wait at all for the answer that never comes, an RTU bus for its 150 ms at most.
      expect(tookMs).toBeLessThan(way === 'tcp' ? 100 : 400)
      await sleep(systemClock, 1_500)
      expect(dead.requests).toBe(2)
      expect(agent.readings()).toMatchObject({ isReachable: false, lines: [], isPowered: true, dcV: 24 })
    },
  )

  it('is read again within 10 s of its return', { timeout: 20_000 }, async () => {
    const board = await boardWith({ units })
    const lines = board.units.get(2)
    if (lines === undefined) throw new Error('The board has no unit 2')
    lines.isDead = true
    const agent = await agentOf(board, { modules: units })
    await until(() => lines.requests === 2)
    lines.isDead = false
    await until(() => agent.readings().isReachable, 11_000)
    expect(lines.requests).toBe(3)
    expect(agent.readings().lines).toHaveLength(1)
  })

  it('refuses with a code what cannot be written, and connects again after a cut', async () => {
    const board = await boardWith()
    const agent = await agentOf(board)
    await readingsNow(agent)
    board.modbus.disconnect()
    await until(() => !agent.readings().isReachable || agent.readings().readAt > 0)
    await readingsNow(agent)
    for (const unit of board.units.values()) unit.isDead = true
    await expect(agent.setPower(true)).rejects.toMatchObject({ name: 'BoardError', code: 'timedOut' })
  })
})
