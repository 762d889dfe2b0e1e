// Many listeners that keep their paths open and read nothing, so that hearing costs the machine no more than the kernel's
// own part: between two rounds of requests this process sleeps with its event loop.
import { once } from 'node:events'
import type { StreamAddress } from '@tieng-lang/protocol'
import { type FanoutListener, MediaAsker } from './media-asker.ts'

const RECEIVE_BUFFER_BYTES = 4_096
const ASK_EVERY_MS = 8_000
/** Requests leave, and the end of the parent is noticed. */
const AWAKE_MS = 100

const [order] = (await once(process, 'message')) as [{ sender: StreamAddress; listeners: FanoutListener[] }]
process.on('disconnect', () => process.exit())
const askers = order.listeners.map((listener) => new MediaAsker(listener, RECEIVE_BUFFER_BYTES))
const ports: number[] = []
for (const asker of askers) ports.push(await asker.open(() => {}))
for (;;) {
  for (const asker of askers) asker.ask(order.sender)
  await new Promise((resolve) => setTimeout(resolve, AWAKE_MS))
  if (ports.length > 0) process.send?.({ ports: ports.splice(0) })
  await new Promise((resolve) => setTimeout(resolve, AWAKE_MS))
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ASK_EVERY_MS)
}
