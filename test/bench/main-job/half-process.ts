// One half of the village, as a process of its own: boards, agents, and afterwards the ear.
import { decodeAudio, Fleet, type FleetMember, listen, readRecording } from '@tieng-lang/hardware-sim'
import { systemClock } from '@tieng-lang/protocol/node'
import { serveHalf } from '../village-half/serve-half.ts'
import type { HalfFinish, HalfHeard, HalfStart, JudgedSound } from './half.ts'

let fleet: Fleet | undefined

serveHalf<HalfStart, HalfFinish, HalfHeard>({
  async start({ serverUrl, dataDir, clusters }) {
    fleet = new Fleet({ clock: systemClock, serverUrl, dataDir, clusters, logLevel: 'silent' })
    await fleet.start()
  },
  async finish({ audios }) {
    const members = fleet?.members ?? []
    const underruns = members.reduce((sum, { board }) => sum + board.card.underruns, 0)
    await fleet?.stop()
    const references = await Promise.all(audios.map(({ url }) => decodeAudio(url)))
    const sounds: JudgedSound[] = []
    for (const member of members) {
      for (const [index, { dueAts }] of audios.entries())
        sounds.push(...(await judge(member, references[index] ?? new Float32Array(0), dueAts)))
    }
    return { sounds, underruns }
  },
})

async function judge(member: FleetMember, reference: Float32Array, dueAts: number[]): Promise<JudgedSound[]> {
  const recording = await readRecording(member.recordingPath)
  return dueAts.map((dueAt) => {
    const { windows, summary } = listen(recording, reference, dueAt)
    const startErrorMs = Math.abs(windows[0]?.lagMs ?? Number.NaN)
    return { cluster: member.name, dueAt, startErrorMs, summary }
  })
}
