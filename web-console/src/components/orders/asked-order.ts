import type { Place } from '@tieng-lang/protocol/browser'
import { createContext, useContext } from 'react'

interface Asked {
  place: Place
  /** What people call the place. */
  name: string
  /** Where the slider begins; null where it is not known or differs. */
  volumePercent: number | null
}

/** What a person chose in a menu, before it is given. */
export interface AskedCommand extends Asked {
  act: 'pause' | 'resume' | 'next' | 'restart' | 'volume'
}
export type AskedOrder = AskedCommand | (Asked & { act: 'stop' })

export type AskOrder = (order: AskedOrder) => void

export const OrderDeskContext = createContext<AskOrder | null>(null)

/** Begins an order; its dialog is that of the `OrderDesk` around. The same function always. */
export function useAskOrder(): AskOrder {
  const ask = useContext(OrderDeskContext)
  if (!ask) throw new Error('useAskOrder outside OrderDesk')
  return ask
}
