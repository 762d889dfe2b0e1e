import { open, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WAV_HEADER_BYTES } from '@tieng-lang/edge-agent'
import { Fleet, type FleetMember, NETWORK_PROFILES } from '@tieng-lang/hardware-sim'
import { systemClock } from '@tieng-lang/protocol/node'
import type { RecordingTimes } from '../../../hardware-sim/src/listening/recorder.ts'
import { AgentMeter } from './agent-meter.ts'
import type { HalfStart } from './half.ts'

const BYTES_PER_SAMPLE = 2
const BLOCK_BYTES = 8_192

/** The agent that ships on simulated boards behind real sockets; what their horns gave is recorded with true times. */
export class FullClusters {
  readonly #fleet: Fleet
  readonly #meters = new Map<string, AgentMeter>()

  constructor({ way, dataDir, full }: HalfStart) {
    const { serverUrl, mqttUrl, profile } = way
    for (const { name } of full) this.#meters.set(name, new AgentMeter(() => this.#member(name)))
    this.#fleet = new Fleet({
      clock: systemClock,
      serverUrl,
      dataDir: join(dataDir, 'full'),
      clusters: full,
      logLevel: 'silent',
      network: { profile: NETWORK_PROFILES[profile], mqttUrl, seed: 'emergency' },
      transportOf: (cluster) => (options) => this.#meterOf(cluster).transport(options),
    })
  }

  start(): Promise<void> {
    return this.#fleet.start()
  }

  async finish(sinceAt: number) {
    const { members } = this.#fleet
    const agentMs = [...this.#meters.values()].map((meter) => meter.agentMs())
    const underruns = members.reduce((sum, { board }) => sum + board.card.underruns, 0)
    await this.#fleet.stop()
    const heardAt: Record<string, number> = {}
    for (const { name, recordingPath } of members) {
      const firstAt = await firstSoundAt(recordingPath, sinceAt)
      if (firstAt !== undefined) heardAt[name] = firstAt
    }
    return { heardAt, agentMs, underruns }
  }

  #member(name: string): FleetMember | undefined {
    return this.#fleet.members.find((member) => member.name === name)
  }

  #meterOf(name: string): AgentMeter {
    const meter = this.#meters.get(name)
    if (!meter) throw new Error(`${name} is none of ours`)
    return meter
  }
}

/** A recording keeps no silence before a sound but that within its first block. */
async function firstSoundAt(recordingPath: string, sinceAt: number): Promise<number | undefined> {
  // The file is our own recorder's.
  const times = JSON.parse(await readFile(`${recordingPath}.json`, 'utf8')) as RecordingTimes
  const segment = times.segments.find(({ trueAt }) => trueAt >= sinceAt)
  if (!segment) return undefined
  const block = Buffer.alloc(BLOCK_BYTES)
  const file = await open(`${recordingPath}.wav`)
  try {
    await file.read(block, { position: WAV_HEADER_BYTES + segment.sampleIndex * BYTES_PER_SAMPLE })
  } finally {
    await file.close()
  }
  const firstByte = block.findIndex((byte) => byte !== 0)
  const silentSamples = Math.floor(Math.max(0, firstByte) / BYTES_PER_SAMPLE)
  return segment.trueAt + (silentSamples * 1_000) / times.trueSampleRateHz
}
