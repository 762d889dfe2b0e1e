const LENGTH_MAX = 500

/** The facts of an act as text, what is nested as JSON, nothing endless. */
export function plainFacts(detail: Record<string, unknown>): { name: string; value: string }[] {
  return Object.entries(detail)
    .filter(([, value]) => value !== null && value !== undefined)
    .map(([name, value]) => ({ name, value: textOf(value).slice(0, LENGTH_MAX) }))
}

function textOf(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
