import type { Dice } from './dice.ts'

const ODD: readonly unknown[] = [
  ...[null, true, '', 'x', 0, -1, 1.5, 1e308, Number.MAX_SAFE_INTEGER, [], {}, [[]], { a: { b: {} } }],
  ...[
    'a'.repeat(5_000),
    '\u0000',
    '\u{1f4a3}',
    '__proto__',
    'tinh/+/#',
    Array.from({ length: 300 }, () => 0),
  ],
]

/** Claims with some of their fields changed for something odd, taken away or added, at any depth. */
export function changedClaims(dice: Dice, claims: unknown): unknown {
  if (dice.below(6) === 0) return dice.one(ODD)
  if (Array.isArray(claims)) {
    const items: unknown[] = claims.map((item) => (dice.below(3) === 0 ? changedClaims(dice, item) : item))
    return dice.below(4) === 0 ? [...items, ...items] : items
  }
  if (typeof claims !== 'object' || claims === null) return dice.one(ODD)
  const fields = Object.entries(claims).flatMap(([name, value]): [string, unknown][] => {
    const kind = dice.below(12)
    if (kind === 0) return []
    return [[name, kind < 3 ? changedClaims(dice, value) : value]]
  })
  return Object.fromEntries(dice.below(8) === 0 ? [...fields, ['constructor', 1]] : fields)
}
