import { parentPort, workerData } from 'node:worker_threads'
import { CodedError } from '@tieng-lang/protocol'
import { systemChance, systemClock, systemDatagrams } from '@tieng-lang/protocol/node'
import { Sender } from '../sender/sender.ts'
import type { FromSender, SenderWorkerData, ToSender } from './sender-messages.ts'

/** The worker's entry: the sender on the real clock and a real socket, told what to do by the main thread. */
async function main(): Promise<void> {
  if (!parentPort) throw new CodedError('notAWorker', 'the sender runs in a worker thread')
  const port = parentPort
  const say = (message: FromSender) => port.postMessage(message)
  // The other side is `worker-stream.ts` of the same build.
  const { host, port: udpPort } = workerData as SenderWorkerData
  const sender = new Sender({
    ...{ clock: systemClock, chance: systemChance, openSocket: systemDatagrams(systemClock) },
    ...{ host, port: udpPort },
  })
  sender.onReports((reports) => say({ kind: 'reports', reports }))
  sender.onRefused((code, times) => say({ kind: 'refused', code, times }))
  try {
    await sender.start()
  } catch (cause) {
    say({ kind: 'failed', ...codeOf(cause) })
    return
  }
  port.on('message', (message: ToSender) => void carryOut(sender, message, say))
  say({ kind: 'ready', port: sender.port })
}

async function carryOut(
  sender: Sender,
  message: ToSender,
  say: (message: FromSender) => void,
): Promise<void> {
  switch (message.kind) {
    case 'open':
      return sender.open(message.session)
    case 'admit':
      return sender.admit(message.sessionId, message.listeners)
    case 'send':
      return sender.send(message.sessionId, message.packet)
    case 'close':
      return sender.close(message.sessionId)
    case 'addReceiver': {
      const { id, sessionId, address } = message
      return sender.addReceiver(sessionId, address).then(
        (receiver) => say({ kind: 'receiver', id, receiver }),
        (cause: unknown) => say({ kind: 'noReceiver', id, ...codeOf(cause) }),
      )
    }
    case 'stop':
      await sender.stop()
      say({ kind: 'stopped' })
  }
}

function codeOf(cause: unknown): { code: string; detail: string } {
  return { code: cause instanceof CodedError ? cause.code : 'senderFailed', detail: String(cause) }
}

await main()
