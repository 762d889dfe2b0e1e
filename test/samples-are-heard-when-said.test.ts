import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PcmLinkOutput } from '@tieng-lang/edge-agent'
import { type ListeningSummary, listen, readRecording, SimulatedBoard } from '@tieng-lang/hardware-sim'
import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { withPauses } from './support/pauses.ts'
import { PlannedSource, speech } from './support/sound/planned-source.ts'

const SPEECH_S = 9
/**
 * An output has 110 ms in hand, 70 just before it sends its next 20 ms, and is looked at every 10 ms: a pause of the whole
 * process longer than this may eat that up. Such a run proves nothing.
 */
const PAUSE_MS_MAX = 55
const RUNS_MAX = 5
const CARDS = [
  { name: 'fast card, report', ppm: 100, reportsDelay: true },
  { name: 'slow card, report', ppm: -100, reportsDelay: true },
  { name: 'fast card, credit', ppm: 100, reportsDelay: false },
  { name: 'slow card, credit', ppm: -100, reportsDelay: false },
]

interface Played {
  path: string
  plannedAt: number
  board: SimulatedBoard
  output: PcmLinkOutput
  unplayedMsMax: number
  /** Of the card and by the output's own count, from shortly before the sound on; while it primes, it may start over. */
  underruns: { card: number; output: number }
  wasAligned: boolean
}

interface Heard extends Played {
  summary: ListeningSummary
}

async function playOn(
  card: (typeof CARDS)[number],
  folder: string,
  reference: Float32Array,
): Promise<Played> {
  const path = join(folder, card.name.replaceAll(/\W+/g, '-'))
  const board = new SimulatedBoard({ ...card, clock: systemClock, recordingPath: path, warmUpMs: 0 })
  board.power.isSwitchedOn = true
  await board.start()
  const output = new PcmLinkOutput({ clock: systemClock, host: '127.0.0.1', port: board.pcmLink.port })
  const plannedAt = systemClock.now() + 1_500
  await output.start(new PlannedSource(reference, plannedAt))
  let unplayedMsMax = 0
  await sleep(systemClock, 1_200)
  const underrunsOf = () => ({ card: board.card.underruns, output: output.counters().underruns })
  const before = underrunsOf()
  while (systemClock.now() < plannedAt + SPEECH_S * 1000 + 400) {
    await sleep(systemClock, 50)
    unplayedMsMax = Math.max(unplayedMsMax, board.card.queuedSamples() / 48)
  }
  const after = underrunsOf()
  const underruns = { card: after.card - before.card, output: after.output - before.output }
  const wasAligned = output.isAligned
  await output.stop()
  await board.stop()
  return { path, plannedAt, board, output, unplayedMsMax, underruns, wasAligned }
}

/** Plays on all cards at once and says how long the machine kept this process from running meanwhile. */
async function playOnAll(
  folder: string,
  reference: Float32Array,
): Promise<{ played: Played[]; pauseMsMax: number }> {
  const { result, pauseMsMax } = await withPauses(
    Promise.all(CARDS.map((card) => playOn(card, folder, reference))),
  )
  return { played: result, pauseMsMax }
}

describe('sound over the PCM link', () => {
  let folder = ''
  const heard = new Map<string, Heard>()

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'pcm-loop-'))
    const reference = await speech(folder, SPEECH_S)
    let all = await playOnAll(folder, reference)
    for (let run = 1; run < RUNS_MAX && all.pauseMsMax > PAUSE_MS_MAX; run++) {
      all = await playOnAll(folder, reference)
    }
    expect(all.pauseMsMax, 'the machine paused this process in every run').toBeLessThanOrEqual(PAUSE_MS_MAX)
    // Only when all have played: to listen takes the processor from those that still do.
    for (const [index, card] of CARDS.entries()) {
      const played = all.played[index] as Played
      const { summary } = listen(await readRecording(played.path), reference, played.plannedAt)
      heard.set(card.name, { ...played, summary })
    }
  })

  afterAll(async () => {
    await rm(folder, { recursive: true, force: true })
  })

  it.each(CARDS)('$name: each sample is heard when heardAt said', ({ name, reportsDelay }) => {
    const { summary, wasAligned } = heard.get(name) as Heard
    const withinMs = reportsDelay ? 5 : 20
    expect(summary.windowCount).toBeGreaterThan(20)
    expect(summary.lagMsMin).toBeGreaterThan(-withinMs)
    expect(summary.lagMsMax).toBeLessThan(withinMs)
    expect(summary.correlationMin).toBeGreaterThan(0.98)
    expect(summary.gaps).toBe(0)
    expect(wasAligned).toBe(reportsDelay)
  })

  it.each(CARDS)('$name: never more than 120 ms unplayed, nothing lost', ({ name }) => {
    const { board, output, unplayedMsMax, underruns } = heard.get(name) as Heard
    expect(unplayedMsMax).toBeLessThanOrEqual(120)
    expect(board.card.overflowSamples).toBe(0)
    expect(underruns).toEqual({ card: 0, output: 0 })
    expect(output.counters()).toMatchObject({ stalls: 0, restarts: 0, relocks: 0, refusals: 0 })
  })
})
