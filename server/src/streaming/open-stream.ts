import type { Clock } from '@tieng-lang/protocol'
import type { Stream } from './stream.ts'
import { WorkerStream } from './worker/worker-stream.ts'

export interface OpenStreamOptions {
  host: string
  port: number
  clock: Clock
  /** The thread has died: nothing is heard live any more, and the program should end and be started again. */
  onFailure(cause: Error): void
}

/** The sender, listening. Rejects with `portUnavailable` or `senderFailed`. */
export async function openStream({ host, port, clock, onFailure }: OpenStreamOptions): Promise<Stream> {
  const stream = new WorkerStream({ host, port }, clock)
  await stream.start()
  stream.onFailure(onFailure)
  return stream
}
