import { createSocket, type Socket } from 'node:dgram'
import { systemChance, systemClock, systemDatagrams } from '@tieng-lang/protocol/node'
import { PACKET_MS, PACKET_SAMPLES } from '@tieng-lang/protocol/rtp'
import { Sender } from '../../../server/src/streaming/sender/sender.ts'
import { eventually } from '../../support/village.ts'
import { percentile, rounded } from '../figures/percentile.ts'
import { progressOf } from '../figures/progress.ts'
import { answerOf, startChild } from '../processes/child.ts'
import { machineMs } from './machine-time.ts'

const progress = progressOf('fanout')

const LISTENERS = 1_000
const SESSION_ID = 'noi-cho-tat-ca'
/** One second of speech in each round, of which there are so many for either of the two. */
const ROUND_PACKETS = 50
const ROUNDS = 20
/** Speech at 32 kbit/s; header and tag of SRTP come on top (RFC 3550 §5.1, RFC 3711 §4.2). */
const OPUS_BYTES = 80
const PROTECTED_BYTES = 12 + OPUS_BYTES + 10

/** As fast as it goes: the sender that ships, and a loop that does nothing but send as many bytes to the same addresses. */
export async function measureThroughput(): Promise<Record<string, unknown>> {
  const sender = new Sender({
    ...{ clock: systemClock, chance: systemChance, openSocket: systemDatagrams(systemClock) },
    ...{ host: '127.0.0.1', port: 0 },
  })
  await sender.start()
  const mediaSecret = Buffer.from(systemChance.bytes(32)).toString('base64url')
  const listeners = Array.from({ length: LISTENERS }, (_, index) => ({
    clusterId: `cum-${index}`,
    mediaSecret,
  }))
  sender.open({ sessionId: SESSION_ID, ssrc: 1, delayMs: 400, listeners })
  let connected = 0
  sender.onReports((reports) => {
    connected = reports.filter(({ isConnected }) => isConnected).length
  })
  progress(`${LISTENERS} listeners open their path`)
  const deaf = startChild(new URL('./deaf-process.ts', import.meta.url), {
    sender: { host: '127.0.0.1', port: sender.port },
    listeners: listeners.map((each) => ({ ...each, sessionId: SESSION_ID })),
  })
  const raw = createSocket('udp4')
  try {
    const { ports } = await answerOf<{ ports: number[] }>(deaf)
    await eventually('every listener is connected', () => connected === LISTENERS)
    progress(`${2 * ROUNDS} rounds of ${ROUND_PACKETS} packets to each, by turns`)
    return figuresOf(await roundsOf(sender, raw, ports))
  } finally {
    deaf.kill('SIGKILL')
    raw.close()
    await sender.stop()
  }
}

interface Round {
  packetsPerSecond: number
  rawDgramPerSecond: number
}

async function roundsOf(sender: Sender, raw: Socket, ports: readonly number[]): Promise<Round[]> {
  let packet = 0
  const bytes = Buffer.alloc(PROTECTED_BYTES)
  const opus = new Uint8Array(OPUS_BYTES)
  const sendOne = () => {
    const capturedAt = sender.now() - PACKET_MS
    sender.send(SESSION_ID, { sample: packet * PACKET_SAMPLES, capturedAt, opus })
    packet += 1
  }
  const sendRaw = () => {
    for (const port of ports) raw.send(bytes, port, '127.0.0.1', () => {})
  }
  // Both are compiled before anything counts.
  await perSecond(sendOne)
  await perSecond(sendRaw)
  const rounds: Round[] = []
  for (let round = 0; round < ROUNDS; round += 1)
    rounds.push({ packetsPerSecond: await perSecond(sendOne), rawDgramPerSecond: await perSecond(sendRaw) })
  return rounds
}

/** Datagrams a second; between two packets to all the event loop turns, as it does on air. */
async function perSecond(sendToAll: () => void): Promise<number> {
  const beganMs = machineMs()
  for (let packet = 0; packet < ROUND_PACKETS; packet += 1) {
    sendToAll()
    await new Promise((resolve) => setImmediate(resolve))
  }
  return (ROUND_PACKETS * LISTENERS * 1_000) / (machineMs() - beganMs)
}

/** The middle one of all rounds each, and of what the two were to each other in one round. */
function figuresOf(rounds: readonly Round[]) {
  const middle = (of: (round: Round) => number) => percentile(rounds.map(of), 0.5)
  return {
    packetsPerSecond: Math.round(middle((round) => round.packetsPerSecond)),
    rawDgramPerSecond: Math.round(middle((round) => round.rawDgramPerSecond)),
    ratio: rounded(
      middle((round) => round.packetsPerSecond / round.rawDgramPerSecond),
      3,
    ),
  }
}
