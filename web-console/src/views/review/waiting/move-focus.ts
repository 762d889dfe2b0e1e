/** The attribute that a line of the page is found by. */
export const WAITING_LINE = 'data-waiting-line'

/**
 * Gives the focus to the line before or after; without a direction to the next one, or where there is none to the one
 * before, so that one decision follows another by keyboard.
 */
export function focusNeighbour(waitingId: string, direction?: 'next' | 'previous'): void {
  const lines = [...document.querySelectorAll<HTMLElement>(`[${WAITING_LINE}]`)]
  const index = lines.findIndex((line) => line.getAttribute(WAITING_LINE) === waitingId)
  const next = lines[index + 1]
  const previous = index > 0 ? lines[index - 1] : undefined
  const wanted = direction === 'previous' ? previous : direction === 'next' ? next : (next ?? previous)
  // After the last one there is only the page itself.
  const last = direction === undefined ? document.getElementById('main') : null
  ;(wanted ?? last)?.focus()
}
