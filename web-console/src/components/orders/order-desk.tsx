import { type ReactNode, useCallback, useState } from 'react'
import { useOrder } from '../../api/orders.ts'
import { StopDialog } from '../../shell/stop/stop-dialog.tsx'
import { type AskedOrder, OrderDeskContext } from './asked-order.ts'
import { OrderDialog } from './order-dialog.tsx'

/** Holds the one order that a page follows at a time; rows only ask, so that they need not be drawn again. */
export function OrderDesk({ children }: { children: ReactNode }) {
  const [asked, setAsked] = useState<AskedOrder | null>(null)
  const { progress, give, reset } = useOrder()
  const ask = useCallback(
    (order: AskedOrder) => {
      reset()
      setAsked(order)
      const { act, place } = order
      // Pausing and going on undo each other: they go out at once; the others are asked about first.
      if (act === 'pause' || act === 'resume') void give({ kind: 'command', place, body: { name: act } })
    },
    [give, reset],
  )
  const close = () => setAsked(null)
  return (
    <OrderDeskContext value={ask}>
      {children}
      {asked?.act === 'stop' && <StopDialog place={asked.place} broadcastId={null} onClose={close} />}
      {asked && asked.act !== 'stop' && (
        <OrderDialog asked={asked} progress={progress} give={give} ask={ask} onClose={close} />
      )}
    </OrderDeskContext>
  )
}
