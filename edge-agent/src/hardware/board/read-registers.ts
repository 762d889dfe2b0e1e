import {
  BOARD_FAULTS,
  decodeFaults,
  decodeRegister,
  encodeRegister,
  LINE_BASE_ADDRESS,
  LINE_FAULTS,
  LINE_STRIDE,
  LINES_MAX,
  type LineRegisterName,
  lineRegister,
  REGISTERS,
  type RegisterName,
} from '@tieng-lang/protocol/board'
import type { LineReadings, Readings } from './board.ts'

/** Contiguous blocks, so that one module is asked with few requests. */
export const CORE_INPUTS = { address: 0, count: REGISTERS.buttonPresses.address + 1 } as const
export const CORE_DISCRETES = { address: 0, count: REGISTERS.tunerCarrier.address + 1 } as const
export const CORE_COILS = { address: 0, count: REGISTERS.tunerGate.address + 1 } as const
export const LINE_INPUTS = { address: LINE_BASE_ADDRESS, count: LINES_MAX * LINE_STRIDE } as const

type Elsewhere = 'readAt' | 'isReachable' | 'isPowered' | 'isTunerOpen' | 'hasTuner' | 'tunerKhz' | 'lines'

export type CoreReadings = Omit<Readings, Elsewhere> & {
  isButtonPressed: boolean
  lineCount: number
}

/**
 * What the core block says, from the raw input registers {@link CORE_INPUTS} and bits {@link CORE_DISCRETES}.
 * Registers that the board did not send read as absent.
 */
export function readCore(inputs: readonly number[], discretes: readonly boolean[]): CoreReadings {
  const value = (name: RegisterName) =>
    decodeRegister(REGISTERS[name], inputs[REGISTERS[name].address] ?? 0xffff)
  return {
    isAmplifierReady: discretes[REGISTERS.amplifierReady.address] ?? null,
    isProtectionCut: discretes[REGISTERS.protectionCut.address] ?? null,
    hasTunerCarrier: discretes[REGISTERS.tunerCarrier.address] ?? null,
    isButtonPressed: discretes[REGISTERS.buttonPressed.address] ?? false,
    mainsV: value('mainsV'),
    dcV: value('dcV'),
    supplyCurrentA: value('supplyCurrentA'),
    temperatureC: value('temperatureC'),
    microphoneDb: value('microphoneDb'),
    warmUpMs: value('warmUpMs'),
    boardModel: value('boardModel'),
    boardVersion: value('boardVersion'),
    boardSerial: value('boardSerial'),
    buttonPresses: value('buttonPresses'),
    lineCount: Math.min(LINES_MAX, value('lineCount') ?? 0),
    faults: decodeFaults(BOARD_FAULTS, inputs[REGISTERS.boardFaults.address] ?? 0xffff),
  }
}

/** What the tuner's register says, in kHz; null where the board has none. */
export function readTunerKhz(raw: number): number | null {
  const megahertz = decodeRegister(REGISTERS.tunerFrequencyMhz, raw)
  return megahertz === null ? null : Math.round(megahertz * 1_000)
}

/** The tuner's register for a frequency in kHz. */
export function tunerRegister(frequencyKhz: number): number {
  return encodeRegister(REGISTERS.tunerFrequencyMhz, frequencyKhz / 1_000)
}

/** What the lines block says, from the raw input registers {@link LINE_INPUTS}. */
export function readLines(inputs: readonly number[], lineCount: number): LineReadings[] {
  return Array.from({ length: lineCount }, (_, index) => {
    const raw = (name: LineRegisterName) =>
      inputs[lineRegister(index, name).address - LINE_BASE_ADDRESS] ?? 0xffff
    return {
      currentA: decodeRegister(lineRegister(index, 'currentA'), raw('currentA')),
      impedanceOhm: decodeRegister(lineRegister(index, 'impedanceOhm'), raw('impedanceOhm')),
      faults: decodeFaults(LINE_FAULTS, raw('faults')),
    }
  })
}
