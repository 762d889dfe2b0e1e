// One half of the village, as a process of its own: boards, agents, and afterwards the ear.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { decodeAudio, Fleet, type FleetMember, listen, readRecording } from '@tieng-lang/hardware-sim'
import { systemClock } from '@tieng-lang/protocol/node'
import type { HalfJudgement, HalfOrder, HalfReport, JudgedSound, PlannedAudio } from './half-messages.ts'

const LOOP_RESOLUTION_MS = 5
const NANOSECONDS_PER_MS = 1e6

const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
let fleet: Fleet | undefined

process.on('message', (order: HalfOrder) => {
  carryOut(order).then(report, (cause) => report({ kind: 'failed', reason: String(cause?.stack ?? cause) }))
})
process.on('disconnect', () => process.exit())

function report(message: HalfReport): void {
  process.send?.(message)
}

async function carryOut(order: HalfOrder): Promise<HalfReport> {
  if (order.kind === 'finish') return { kind: 'finished', judgement: await finish(order.audios) }
  const { serverUrl, dataDir, clusters } = order
  fleet = new Fleet({ clock: systemClock, serverUrl, dataDir, clusters, logLevel: 'silent' })
  await fleet.start()
  loop.enable()
  return { kind: 'started' }
}

async function finish(audios: PlannedAudio[]): Promise<HalfJudgement> {
  const members = fleet?.members ?? []
  loop.disable()
  const underruns = members.reduce((sum, { board }) => sum + board.card.underruns, 0)
  await fleet?.stop()
  const references = await Promise.all(audios.map(({ url }) => decodeAudio(url)))
  const sounds: JudgedSound[] = []
  for (const member of members) {
    for (const [index, { dueAts }] of audios.entries())
      sounds.push(...(await judge(member, references[index] ?? new Float32Array(0), dueAts)))
  }
  const loopBlockedMsMax = Math.max(0, loop.max / NANOSECONDS_PER_MS - LOOP_RESOLUTION_MS)
  return { sounds, underruns, loopBlockedMsMax }
}

async function judge(member: FleetMember, reference: Float32Array, dueAts: number[]): Promise<JudgedSound[]> {
  const recording = await readRecording(member.recordingPath)
  return dueAts.map((dueAt) => {
    const { windows, summary } = listen(recording, reference, dueAt)
    const startErrorMs = Math.abs(windows[0]?.lagMs ?? Number.NaN)
    return { cluster: member.name, dueAt, startErrorMs, summary }
  })
}
