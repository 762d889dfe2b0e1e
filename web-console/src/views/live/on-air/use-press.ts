import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react'

const KEYS = [' ', 'Enter']

/**
 * A button that holds as long as it is pressed, by finger, mouse, Space or Enter. Whatever takes the press away (a call,
 * another window, the button itself going) lets go.
 */
export function usePress(onChange: (isPressed: boolean) => void) {
  const by = useRef<string | null>(null)
  const latest = useRef(onChange)
  latest.current = onChange
  const set = (next: string | null) => {
    by.current = next
    latest.current(next !== null)
  }
  const press = (name: string) => {
    if (by.current === null) set(name)
  }
  const release = (name: string) => {
    if (by.current === name) set(null)
  }
  const letGo = () => {
    if (by.current !== null) set(null)
  }
  const leave = useRef(letGo)
  leave.current = letGo
  useEffect(() => {
    const hide = () => {
      if (document.visibilityState === 'hidden') leave.current()
    }
    document.addEventListener('visibilitychange', hide)
    return () => {
      document.removeEventListener('visibilitychange', hide)
      leave.current()
    }
  }, [])
  return {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return
      // A thumb that slides off still talks until it leaves the glass.
      event.currentTarget.setPointerCapture(event.pointerId)
      press(`pointer ${event.pointerId}`)
    },
    onPointerUp: (event: PointerEvent) => release(`pointer ${event.pointerId}`),
    onPointerCancel: (event: PointerEvent) => release(`pointer ${event.pointerId}`),
    onLostPointerCapture: (event: PointerEvent) => release(`pointer ${event.pointerId}`),
    onKeyDown: (event: KeyboardEvent) => {
      if (!KEYS.includes(event.key)) return
      event.preventDefault()
      if (!event.repeat) press(`key ${event.key}`)
    },
    onKeyUp: (event: KeyboardEvent) => release(`key ${event.key}`),
    onBlur: letGo,
    // A long press opens no menu.
    onContextMenu: (event: { preventDefault: () => void }) => event.preventDefault(),
  }
}
