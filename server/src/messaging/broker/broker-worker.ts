import { parentPort, workerData } from 'node:worker_threads'
import { CodedError } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import type { BrokerWorkerData, FromWorker, ToWorker } from './broker-messages.ts'
import { BrokerService } from './broker-service.ts'

/** The worker's entry: answers the main thread's requests. A failure here ends the thread, which the handle reports. */
async function main(): Promise<void> {
  if (!parentPort) throw new CodedError('notAWorker', 'the broker runs in a worker thread')
  const port = parentPort
  const say = (message: FromWorker) => port.postMessage(message)
  // The other side is `broker.ts` of the same build; what crosses is typed by BrokerWorkerData and ToWorker.
  const service = new BrokerService(workerData as BrokerWorkerData, systemClock, (reports) =>
    say({ kind: 'refusals', reports }),
  )
  const serverPort = await service.start()
  port.on('message', ({ id, request }: ToWorker) => {
    service.handle(request).then(
      (value) => say({ kind: 'answer', id, value }),
      (cause) =>
        say({
          kind: 'failure',
          id,
          code: cause instanceof CodedError ? cause.code : 'brokerFailed',
          detail: String(cause),
        }),
    )
  })
  say({ kind: 'ready', serverPort })
}

await main()
