import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FRAME_SAMPLES, PcmLinkOutput } from '@tieng-lang/edge-agent'
import { sleep } from '@tieng-lang/protocol'
import { writePcmLinkMessage } from '@tieng-lang/protocol/board'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listen } from '../src/board/listen.ts'
import { readRecording, SimulatedBoard } from '../src/index.ts'

const parts: { stop(): Promise<void> }[] = []
const tone = Float32Array.from(
  { length: FRAME_SAMPLES },
  (_, index) => 0.3 * Math.sin((index * Math.PI) / 24),
)
const silence = new Float32Array(FRAME_SAMPLES)
let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'link-faults-'))
})

afterEach(async () => {
  for (const part of parts.splice(0).reverse()) await part.stop()
  await rm(folder, { recursive: true, force: true })
})

async function newBoard(recordingPath?: string): Promise<SimulatedBoard> {
  const clock = systemClock
  const board = new SimulatedBoard({
    clock,
    warmUpMs: 0,
    ...(recordingPath === undefined ? {} : { recordingPath }),
  })
  board.power.isSwitchedOn = true
  await board.start()
  parts.push(board)
  return board
}

async function playingOn(
  port: number,
  readFrame: () => Float32Array | null = () => tone,
): Promise<PcmLinkOutput> {
  const output = new PcmLinkOutput({ clock: systemClock, host: '127.0.0.1', port })
  parts.push(output)
  await output.start({ readFrame })
  return output
}

async function until(isSo: () => boolean, limitMs = 8_000): Promise<void> {
  const endMs = systemClock.monotonicMs() + limitMs
  while (!isSo()) {
    if (systemClock.monotonicMs() > endMs) throw new Error(`Not so within ${limitMs} ms: ${isSo}`)
    await sleep(systemClock, 10)
  }
}

/** Bytes that are nobody's protocol, the same every time. */
function noise(length: number): Buffer {
  let state = 12345
  return Buffer.from(
    Array.from({ length }, () => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
      return state >>> 24
    }),
  )
}

describe('the PCM link under fault', () => {
  it('a cut connection is made again and sound goes on', async () => {
    const board = await newBoard()
    const output = await playingOn(board.pcmLink.port)
    await until(() => output.isAligned)
    board.pcmLink.disconnect()
    await until(() => !output.isAligned)
    await until(() => output.isAligned)
    await until(() => board.level() > 0.2)
    expect(output.counters().restarts).toBe(1)
  })

  it('a card that hangs is a counted stall', async () => {
    const board = await newBoard()
    const output = await playingOn(board.pcmLink.port)
    await until(() => output.isAligned)
    board.pcmLink.isFrozen = true
    await until(() => output.counters().stalls === 1)
    board.pcmLink.isFrozen = false
    await until(() => output.isAligned)
  })

  it('an end that comes drains the card without an underrun, and stop silences it at once', async () => {
    const board = await newBoard()
    let framesLeft = 25
    const output = await playingOn(board.pcmLink.port, () => (framesLeft-- > 0 ? tone : null))
    await until(() => framesLeft < 0)
    const underruns = board.card.underruns
    await until(() => board.card.queuedSamples() === 0)
    await sleep(systemClock, 100)
    expect(board.card.underruns).toBe(underruns)
    await output.start({ readFrame: () => tone })
    await until(() => output.isAligned)
    await output.stop()
    await until(() => board.card.queuedSamples() === 0, 500)
    expect(output.isAligned).toBe(false)
  })

  it('an agent refuses a card that speaks something else, counts it and keeps trying', async () => {
    const foreign: Server = createServer((socket) => {
      socket.on('error', () => {})
      socket.write(noise(64))
    })
    const port = await listen(foreign, 0)
    parts.push({ stop: () => new Promise((resolve) => foreign.close(() => resolve())) })
    const output = await playingOn(port)
    await until(() => output.counters().refusals >= 2)
    expect(output.isAligned).toBe(false)
  })

  it('a board refuses bytes that are no message on either wire, and serves the next as before', async () => {
    const board = await newBoard()
    for (const port of [board.pcmLink.port, board.modbus.port]) {
      const socket = connect(port, '127.0.0.1')
      socket.on('error', () => {})
      await once(socket, 'connect')
      socket.resume()
      socket.write(noise(4_000))
      await once(socket, 'close')
    }
    expect(board.pcmLink.refusals).toBe(1)
    expect(board.modbus.refusals).toBe(1)
    const socket = connect(board.pcmLink.port, '127.0.0.1')
    await once(socket, 'connect')
    socket.write(writePcmLinkMessage({ type: 'agentHello', version: 99, sampleRateHz: 48_000 }))
    socket.resume()
    await once(socket, 'close')
    expect(board.pcmLink.refusals).toBe(2)
    const output = await playingOn(board.pcmLink.port)
    await until(() => output.isAligned)
  })
})

describe('the recording', () => {
  it('leaves long silence out and keeps the time, and has nothing while the amplifier is off', async () => {
    const path = join(folder, 'horn')
    const board = await newBoard(path)
    let isSounding = true
    await playingOn(board.pcmLink.port, () => (isSounding ? tone : silence))
    await until(() => board.level() > 0.2)
    await sleep(systemClock, 500)
    const offAt = systemClock.now()
    board.power.isSwitchedOn = false
    await sleep(systemClock, 300)
    isSounding = false
    await sleep(systemClock, 2_200)
    board.power.isSwitchedOn = true
    isSounding = true
    await sleep(systemClock, 500)
    for (const part of parts.splice(0).reverse()) await part.stop()
    const { samples, times } = await readRecording(path)
    expect(times.segments).toHaveLength(2)
    const [first, second] = times.segments
    if (first === undefined || second === undefined) throw new Error('There are not two segments')
    // The second begins with the sound and not before 2.4 s after the amplifier went off; the file is shorter by that.
    expect(second.trueAt - offAt).toBeGreaterThan(2_400)
    expect(second.sampleIndex / 48).toBeLessThan(second.trueAt - first.trueAt - 1_000)
    const lastSound = samples.subarray(0, second.sampleIndex).findLastIndex((sample) => sample !== 0)
    expect(Math.abs(first.trueAt + lastSound / 48 - offAt)).toBeLessThan(25)
    expect(samples[second.sampleIndex + 10]).not.toBe(0)
  })
})
