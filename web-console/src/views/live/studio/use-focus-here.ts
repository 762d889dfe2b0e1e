import { useEffect, useRef } from 'react'

/**
 * For what takes the place of the button that was pressed, which must have `tabIndex={-1}`: whoever works by keyboard or
 * ear goes on from there, and a phone that was scrolled down shows it.
 */
export function useFocusHere<Shown extends HTMLElement>() {
  const ref = useRef<Shown>(null)
  useEffect(() => ref.current?.focus(), [])
  return ref
}
