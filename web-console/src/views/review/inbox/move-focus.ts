/** The attribute that a line of the inbox is found by. */
export const INBOX_LINE = 'data-inbox-line'

/**
 * Gives the focus to the line before or after; without a direction to the next one, or where there is none to the one
 * before, so that one decision follows another by keyboard.
 */
export function focusNeighbour(inboxId: string, direction?: 'next' | 'previous'): void {
  const lines = [...document.querySelectorAll<HTMLElement>(`[${INBOX_LINE}]`)]
  const index = lines.findIndex((line) => line.getAttribute(INBOX_LINE) === inboxId)
  const next = lines[index + 1]
  const previous = index > 0 ? lines[index - 1] : undefined
  const wanted = direction === 'previous' ? previous : direction === 'next' ? next : (next ?? previous)
  // After the last one there is only the page itself.
  const last = direction === undefined ? document.getElementById('main') : null
  ;(wanted ?? last)?.focus()
}
