import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react'
import { Hold } from './hold.ts'

const BUZZ_MS = 60

function after(ms: number, act: () => void): () => void {
  const timer = setTimeout(act, ms)
  return () => clearTimeout(timer)
}

/** A press by finger, mouse, Space or Enter that has to last; `wasLetGo` tells that the last one did not. */
export function useHold(onDone: () => void) {
  const [isHeld, setIsHeld] = useState(false)
  const [wasLetGo, setWasLetGo] = useState(false)
  const latest = useRef(onDone)
  latest.current = onDone
  const [hold] = useState(
    () =>
      new Hold({
        after,
        onChange: setIsHeld,
        onDone: () => {
          navigator.vibrate?.(BUZZ_MS)
          latest.current()
        },
      }),
  )
  useEffect(() => () => void hold.cancel(), [hold])

  const press = (by: string) => {
    setWasLetGo(false)
    hold.press(by)
  }
  const release = (by: string) => {
    if (hold.release(by)) setWasLetGo(true)
  }
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      // A browser tells of pointers also where a button is disabled.
      if (event.button !== 0 || event.currentTarget.matches(':disabled')) return
      // A wet finger slides: it still holds until it leaves the glass.
      event.currentTarget.setPointerCapture(event.pointerId)
      press(`pointer ${event.pointerId}`)
    },
    onPointerUp: (event: PointerEvent) => release(`pointer ${event.pointerId}`),
    onPointerCancel: (event: PointerEvent) => release(`pointer ${event.pointerId}`),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== ' ' && event.key !== 'Enter') return
      event.preventDefault()
      if (!event.repeat) press(`key ${event.key}`)
    },
    onKeyUp: (event: KeyboardEvent) => release(`key ${event.key}`),
    onBlur: () => {
      if (hold.cancel()) setWasLetGo(true)
    },
    // A long press opens no menu.
    onContextMenu: (event: { preventDefault: () => void }) => event.preventDefault(),
  }
  return { isHeld, wasLetGo, handlers }
}
