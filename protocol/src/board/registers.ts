/**
 * The Modbus register map of a loudspeaker board: one table, from which agent and simulated board are both made.
 *
 * Addresses are zero-based data addresses as they stand in the PDU (Modbus Application Protocol V1.1b3 §4.4), not the
 * 30001-style numbers of some manuals. A 16-bit value that a board cannot measure reads as the declared absent raw
 * value, so that a board never has to claim what it does not know.
 */
export type RegisterKind = 'coil' | 'discreteInput' | 'holdingRegister' | 'inputRegister'
export type RegisterFormat = 'bit' | 'unsigned16' | 'signed16'

/**
 * The block of registers a Modbus unit answers. Many boards are one unit with both; some have the line supervision on
 * a module of its own.
 */
export type RegisterBlock = 'core' | 'lines'

export interface RegisterDefinition {
  readonly kind: RegisterKind
  readonly address: number
  readonly block: RegisterBlock
  readonly format: RegisterFormat
  /** Raw = value × scale, rounded. */
  readonly scale: number
  /** Unit of the value after scaling; empty where it is a count, a code or a bit. */
  readonly unit: string
  readonly meaning: string
}

export const LINES_MAX = 3
export const LINE_BASE_ADDRESS = 32
export const LINE_STRIDE = 4

/** Absent raw values: what a register holds when the board does not measure it. */
export const ABSENT_UNSIGNED_RAW = 0xffff
export const ABSENT_SIGNED_RAW = 0x8000

const coil = { kind: 'coil', block: 'core', format: 'bit', scale: 1, unit: '' } as const
const discrete = { kind: 'discreteInput', block: 'core', format: 'bit', scale: 1, unit: '' } as const
const holding = { kind: 'holdingRegister', block: 'core', format: 'unsigned16' } as const
const input = { kind: 'inputRegister', block: 'core', format: 'unsigned16' } as const
const count = { ...input, scale: 1, unit: '' } as const

export const REGISTERS = {
  amplifierPower: { ...coil, address: 0, meaning: 'Power relay of the amplifier; 1 = on.' },
  tunerGate: {
    ...coil,
    address: 1,
    meaning: 'Lets the sound of the FM tuner through to the agent; 0 after every power-up.',
  },

  protectionCut: { ...discrete, address: 0, meaning: 'The protection relay has cut the supply.' },
  amplifierReady: { ...discrete, address: 1, meaning: 'The amplifier is powered and warmed up.' },
  buttonPressed: { ...discrete, address: 2, meaning: 'The local emergency button is held down now.' },
  tunerCarrier: { ...discrete, address: 3, meaning: 'The FM tuner hears a carrier.' },

  tunerFrequencyMhz: {
    ...holding,
    address: 0,
    scale: 100,
    unit: 'MHz',
    meaning: 'Frequency of the FM tuner; absent when the board has none.',
  },

  mapVersion: { ...count, address: 0, meaning: 'Version of this map; this is 1.' },
  boardModel: { ...count, address: 1, meaning: 'Model number given by the maker.' },
  boardVersion: { ...count, address: 2, meaning: 'Firmware of the board: major × 256 + minor.' },
  boardSerial: { ...count, address: 3, meaning: 'Serial number, low 16 bits.' },
  lineCount: { ...count, address: 4, meaning: 'How many loudspeaker lines there are, 0 to 3.' },
  warmUpMs: { ...input, address: 5, scale: 1, unit: 'ms', meaning: 'From power on until sound is possible.' },
  mainsV: { ...input, address: 8, scale: 10, unit: 'V', meaning: 'Mains voltage, RMS.' },
  dcV: { ...input, address: 9, scale: 100, unit: 'V', meaning: 'Voltage of the DC supply or battery.' },
  supplyCurrentA: {
    ...input,
    address: 10,
    scale: 1000,
    unit: 'A',
    meaning: 'Current the amplifier draws from its supply.',
  },
  temperatureC: {
    ...input,
    format: 'signed16',
    address: 11,
    scale: 10,
    unit: '°C',
    meaning: 'Temperature inside the housing.',
  },
  microphoneDb: {
    ...input,
    address: 12,
    scale: 10,
    unit: 'dB SPL',
    meaning: 'Level at the supervision microphone, over the last 300 ms.',
  },
  boardFaults: { ...count, address: 13, meaning: 'Fault bits, see BOARD_FAULTS.' },
  buttonPresses: { ...count, address: 14, meaning: 'Presses of the button since power-up, modulo 65,535.' },
} as const satisfies Record<string, RegisterDefinition>

export type RegisterName = keyof typeof REGISTERS

const line = { ...input, block: 'lines' } as const

/** The registers of one line; the address is an offset, see {@link lineRegister}. */
export const LINE_REGISTERS = {
  currentA: { ...line, address: 0, scale: 1000, unit: 'A', meaning: 'RMS current over the last 300 ms.' },
  impedanceOhm: { ...line, address: 1, scale: 10, unit: 'Ω', meaning: 'Impedance as last measured.' },
  faults: { ...line, address: 2, scale: 1, unit: '', meaning: 'Fault bits of the line, see LINE_FAULTS.' },
} as const satisfies Record<string, RegisterDefinition>

export type LineRegisterName = keyof typeof LINE_REGISTERS

/** What each bit of `boardFaults` means, bit 0 first. */
export const BOARD_FAULTS = ['amplifierFault', 'overTemperature', 'batteryLow', 'tunerFault'] as const
export type BoardFault = (typeof BOARD_FAULTS)[number]

/** What each bit of a line's `faults` means, bit 0 first. */
export const LINE_FAULTS = ['openLine', 'shortLine', 'earthFault'] as const
export type LineFault = (typeof LINE_FAULTS)[number]

/**
 * The definition of a register of line `lineIndex` (0 to 2) with its real address.
 * @throws RangeError when there is no such line.
 */
export function lineRegister(lineIndex: number, name: LineRegisterName): RegisterDefinition {
  if (!Number.isInteger(lineIndex) || lineIndex < 0 || lineIndex >= LINES_MAX) {
    throw new RangeError(`There is no line ${lineIndex}`)
  }
  const definition = LINE_REGISTERS[name]
  return { ...definition, address: LINE_BASE_ADDRESS + lineIndex * LINE_STRIDE + definition.address }
}
