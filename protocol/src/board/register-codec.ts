import { ABSENT_SIGNED_RAW, ABSENT_UNSIGNED_RAW, type RegisterDefinition } from './registers.ts'

/**
 * The raw 16 bits of a value in the unit of its register. `null` gives the absent raw value; a value past the range
 * saturates at its end, since a meter at its stop is nearer to the truth than "absent". A bit gives 0 or 1.
 */
export function encodeRegister(definition: RegisterDefinition, value: number | null): number {
  if (definition.format === 'bit') return value === null || value === 0 ? 0 : 1
  const isSigned = definition.format === 'signed16'
  if (value === null || Number.isNaN(value)) return isSigned ? ABSENT_SIGNED_RAW : ABSENT_UNSIGNED_RAW
  const scaled = Math.round(value * definition.scale)
  if (!isSigned) return Math.min(Math.max(scaled, 0), ABSENT_UNSIGNED_RAW - 1)
  return Math.min(Math.max(scaled, -0x7fff), 0x7fff) & 0xffff
}

/**
 * The value of the raw 16 bits in the unit of the register, or `null` where the board does not measure it.
 * @throws RangeError when `raw` is not a 16-bit integer.
 */
export function decodeRegister(definition: RegisterDefinition, raw: number): number | null {
  if (!Number.isInteger(raw) || raw < 0 || raw > 0xffff) throw new RangeError(`${raw} is no 16-bit value`)
  if (definition.format === 'bit') return raw === 0 ? 0 : 1
  if (definition.format === 'unsigned16') return raw === ABSENT_UNSIGNED_RAW ? null : raw / definition.scale
  if (raw === ABSENT_SIGNED_RAW) return null
  return (raw > 0x7fff ? raw - 0x10000 : raw) / definition.scale
}

/** The names whose bit is set in `raw`, bit 0 first; bits without a name are ignored; absent is no fault. */
export function decodeFaults<Fault extends string>(names: readonly Fault[], raw: number): Fault[] {
  if (raw === ABSENT_UNSIGNED_RAW) return []
  return names.filter((_, bit) => (raw & (1 << bit)) !== 0)
}

/** The raw bits in which the given names are set. */
export function encodeFaults<Fault extends string>(
  names: readonly Fault[],
  set: ReadonlySet<NoInfer<Fault>>,
): number {
  return names.reduce((raw, name, bit) => (set.has(name) ? raw | (1 << bit) : raw), 0)
}
