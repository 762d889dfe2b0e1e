/** 83,400 ms → "1:23", as a clock on the wall of a studio. */
export function sayClock(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1_000))
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
