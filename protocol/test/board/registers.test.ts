import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  decodeFaults,
  decodeRegister,
  encodeFaults,
  encodeRegister,
  LINE_FAULTS,
  LINE_REGISTERS,
  type LineRegisterName,
  lineRegister,
  REGISTERS,
  type RegisterDefinition,
} from '../../src/board/index.ts'

const lineNames = Object.keys(LINE_REGISTERS) as LineRegisterName[]
const all: RegisterDefinition[] = [
  ...Object.values(REGISTERS),
  ...[0, 1, 2].flatMap((index) => lineNames.map((name) => lineRegister(index, name))),
]

describe('board registers', () => {
  it('no two registers of a kind share an address', () => {
    const places = all.map((definition) => `${definition.kind} ${definition.address}`)
    expect(new Set(places).size).toBe(places.length)
  })

  it('every raw value of every register reads, writes back the same, and only the absent one is null', () => {
    fc.assert(
      fc.property(fc.constantFrom(...all), fc.integer({ min: 0, max: 0xffff }), (definition, raw) => {
        const value = decodeRegister(definition, raw)
        const absentRaw = definition.format === 'signed16' ? 0x8000 : 0xffff
        if (definition.format === 'bit') expect(encodeRegister(definition, value)).toBe(raw === 0 ? 0 : 1)
        else {
          expect(encodeRegister(definition, value)).toBe(raw)
          expect(value === null).toBe(raw === absentRaw)
        }
      }),
      { seed: 39 },
    )
  })

  it('a value past the range saturates and is never read as absent', () => {
    expect(decodeRegister(REGISTERS.mainsV, encodeRegister(REGISTERS.mainsV, 1e9))).toBe(6553.4)
    expect(decodeRegister(REGISTERS.temperatureC, encodeRegister(REGISTERS.temperatureC, -1e9))).toBe(-3276.7)
    expect(decodeRegister(REGISTERS.temperatureC, encodeRegister(REGISTERS.temperatureC, -12.5))).toBe(-12.5)
    expect(encodeRegister(REGISTERS.dcV, null)).toBe(0xffff)
    expect(encodeRegister(REGISTERS.temperatureC, null)).toBe(0x8000)
  })

  it('fault bits come back as the names that were set, and absent bits are no fault', () => {
    const set = new Set(['openLine', 'earthFault'] as const)
    expect(decodeFaults(LINE_FAULTS, encodeFaults(LINE_FAULTS, set))).toEqual(['openLine', 'earthFault'])
    expect(decodeFaults(LINE_FAULTS, 0xffff)).toEqual([])
  })

  it('refuses a line that does not exist and a raw value that is no 16 bits', () => {
    expect(() => lineRegister(3, 'currentA')).toThrow(RangeError)
    expect(() => decodeRegister(REGISTERS.mainsV, 70_000)).toThrow(RangeError)
  })
})
