import type { CommandAnswerLine, OrderAnswer, Place } from '@tieng-lang/protocol/browser'
import { useCallback, useRef, useState } from 'react'
import { api } from './client.ts'
import { useUpdates } from './live/live-context.tsx'
import { randomId } from './random-id.ts'

export type PlainCommand =
  | { name: 'volume'; percent: number }
  | { name: 'amplifier'; power: 'on' | 'off' | 'auto' }
  | { name: 'pause' | 'resume' | 'next' | 'restart' }
  | { name: 'selfTest'; kind: 'silent' | 'audible' }

export type Order =
  | { kind: 'stop'; place: Place; broadcastId: string | null }
  | { kind: 'command'; place: Place; body: PlainCommand }

export interface OrderProgress {
  state: 'idle' | 'sending' | 'done' | 'failed'
  lines: CommandAnswerLine[]
  cause: unknown
}

const IDLE: OrderProgress = { state: 'idle', lines: [], cause: null }

/** Gives one order at a time and follows the answer of each cluster as it comes, before the whole answer is there. */
export function useOrder() {
  const [progress, setProgress] = useState(IDLE)
  const requestId = useRef('')

  const onAnswer = useCallback((update: { requestId: string; line: CommandAnswerLine }) => {
    if (update.requestId !== requestId.current) return
    setProgress((old) =>
      old.state === 'sending' ? { ...old, lines: withLine(old.lines, update.line) } : old,
    )
  }, [])
  useUpdates('commandAnswer', onAnswer)

  const give = useCallback(async (order: Order) => {
    const id = randomId('order')
    requestId.current = id
    setProgress({ ...IDLE, state: 'sending' })
    const settle = (next: OrderProgress) => requestId.current === id && setProgress(next)
    try {
      const { lines } = await send(order, id)
      settle({ state: 'done', lines, cause: null })
    } catch (cause) {
      settle({ state: 'failed', lines: [], cause })
    }
  }, [])

  const reset = useCallback(() => {
    requestId.current = ''
    setProgress(IDLE)
  }, [])
  return { progress, give, reset }
}

function send(order: Order, requestId: string): Promise<OrderAnswer> {
  const { place } = order
  return order.kind === 'stop'
    ? api.post('/stops', { place, broadcastId: order.broadcastId, requestId })
    : api.post('/commands', { place, body: order.body, requestId })
}

function withLine(lines: CommandAnswerLine[], line: CommandAnswerLine): CommandAnswerLine[] {
  return [...lines.filter(({ clusterId }) => clusterId !== line.clusterId), line]
}
