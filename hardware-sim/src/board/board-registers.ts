import { keysOf } from '@tieng-lang/protocol'
import {
  BOARD_FAULTS,
  encodeFaults,
  encodeRegister,
  LINE_BASE_ADDRESS,
  LINE_FAULTS,
  LINE_REGISTERS,
  LINE_STRIDE,
  LINES_MAX,
  REGISTERS,
  type RegisterBlock,
  type RegisterDefinition,
  type RegisterKind,
  type RegisterName,
} from '@tieng-lang/protocol/board'
import type { SimulatedBoard } from './board.ts'
import type { RegisterBank } from './modbus-pdu.ts'

const LINE_END_ADDRESS = LINE_BASE_ADDRESS + LINES_MAX * LINE_STRIDE
const ABSENT_RAW = 0xffff
const MAP_VERSION = 1
const KHZ_PER_RAW = 1_000 / REGISTERS.tunerFrequencyMhz.scale

const REGISTER_NAMES = keysOf(REGISTERS)
const LINE_REGISTER_NAMES = keysOf(LINE_REGISTERS)

/** The registers of a simulated board in the given blocks. Addresses between registers read as absent. */
export function boardRegisterBank(board: SimulatedBoard, blocks: readonly RegisterBlock[]): RegisterBank {
  const hasCore = blocks.includes('core')
  return {
    read(kind, address) {
      if (kind === 'inputRegister' && address >= LINE_BASE_ADDRESS && address < LINE_END_ADDRESS) {
        return blocks.includes('lines') ? readLine(board, address - LINE_BASE_ADDRESS) : undefined
      }
      if (!hasCore || address >= LINE_BASE_ADDRESS) return undefined
      const name = findRegister(kind, address)
      if (name === undefined) return kind === 'coil' || kind === 'discreteInput' ? undefined : ABSENT_RAW
      return encodeRegister(REGISTERS[name], coreValue(board, name))
    },
    write(kind, address, raw) {
      const name = hasCore ? findRegister(kind, address) : undefined
      if (name === 'amplifierPower') board.power.isSwitchedOn = raw !== 0
      else if (!board.tuner) return false
      else if (name === 'tunerGate') board.tuner.set({ isGateOpen: raw !== 0 })
      else if (name === 'tunerFrequencyMhz') board.tuner.set({ frequencyKhz: raw * KHZ_PER_RAW })
      else return false
      return true
    },
  }
}

function findRegister(kind: RegisterKind, address: number): RegisterName | undefined {
  return REGISTER_NAMES.find((name) => {
    const definition: RegisterDefinition = REGISTERS[name]
    return definition.kind === kind && definition.address === address
  })
}

function coreValue(board: SimulatedBoard, name: RegisterName): number | null {
  if (board.unmeasured.has(name)) return null
  switch (name) {
    case 'amplifierPower':
      return Number(board.power.isSwitchedOn)
    case 'tunerGate':
      return Number(board.tuner?.isGateOpen ?? false)
    case 'protectionCut':
      return Number(board.power.isCut)
    case 'amplifierReady':
      return Number(board.power.isWarm)
    case 'buttonPressed':
      return Number(board.isButtonPressed)
    case 'tunerCarrier':
      return Number(board.tuner?.hasCarrier ?? false)
    case 'tunerFrequencyMhz':
      return board.tuner ? board.tuner.frequencyKhz / 1_000 : null
    case 'mapVersion':
      return MAP_VERSION
    case 'boardModel':
      return 1
    case 'boardVersion':
      return 0x0100
    case 'boardSerial':
      return board.serial
    case 'lineCount':
      return board.lines.length
    case 'warmUpMs':
      return board.power.warmUpMs
    case 'mainsV':
      return board.power.mainsV
    case 'dcV':
      return board.power.dcV
    case 'supplyCurrentA':
      return board.supplyCurrentA()
    case 'temperatureC':
      return board.temperatureC()
    case 'microphoneDb':
      return board.microphoneDb()
    case 'boardFaults':
      return encodeFaults(BOARD_FAULTS, board.faults)
    case 'buttonPresses':
      return board.buttonPresses % ABSENT_RAW
  }
}

function readLine(board: SimulatedBoard, offset: number): number {
  const line = board.lines[Math.floor(offset / LINE_STRIDE)]
  const name = LINE_REGISTER_NAMES.find((each) => LINE_REGISTERS[each].address === offset % LINE_STRIDE)
  if (line === undefined || name === undefined || board.unmeasuredLines.has(name)) return ABSENT_RAW
  if (name === 'faults') return encodeFaults(LINE_FAULTS, line.faults())
  const value = name === 'currentA' ? line.currentA(board.level()) : line.impedanceOhm()
  return encodeRegister(LINE_REGISTERS[name], value)
}
