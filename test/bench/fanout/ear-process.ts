// A few listeners that note when each packet is there.
import { once } from 'node:events'
import type { StreamAddress } from '@tieng-lang/protocol'
import { demultiplex } from '@tieng-lang/protocol/rtp'
import { machineMs } from './machine-time.ts'
import { type FanoutListener, MediaAsker } from './media-asker.ts'

const RECEIVE_BUFFER_BYTES = 262_144
const ASK_EVERY_MS = 8_000
const SEQUENCE_NUMBER_OFFSET = 2

/** Of one listener: sequence number and instant (`machineMs`) of each packet. */
export type Arrivals = [sequenceNumber: number, atMs: number][]

const [order] = (await once(process, 'message')) as [{ sender: StreamAddress; listeners: FanoutListener[] }]
const arrivals: Arrivals[] = []
const askers: MediaAsker[] = []
for (const listener of order.listeners) {
  const asker = new MediaAsker(listener, RECEIVE_BUFFER_BYTES)
  const own: Arrivals = []
  arrivals.push(own)
  askers.push(asker)
  await asker.open((bytes) => {
    const atMs = machineMs()
    if (demultiplex(bytes) === 'rtp')
      own.push([Buffer.from(bytes).readUInt16BE(SEQUENCE_NUMBER_OFFSET), atMs])
  })
}
const ask = () => {
  for (const asker of askers) asker.ask(order.sender)
}
ask()
setInterval(ask, ASK_EVERY_MS)
process.on('message', () => process.send?.({ arrivals }))
process.on('disconnect', () => process.exit())
process.send?.('ready')
