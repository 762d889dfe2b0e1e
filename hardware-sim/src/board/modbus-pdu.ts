import type { RegisterKind } from '@tieng-lang/protocol/board'

/** Registers as one Modbus unit holds them. */
export interface RegisterBank {
  /** The raw value (0 or 1 for a bit), or `undefined` when there is no such address. */
  read(kind: RegisterKind, address: number): number | undefined
  /** Writes a coil or a holding register; `false` when there is no such address or it cannot be written. */
  write(kind: 'coil' | 'holdingRegister', address: number, raw: number): boolean
}

/** Exception codes, Modbus Application Protocol V1.1b3 §7. */
const ILLEGAL_FUNCTION = 1
const ILLEGAL_DATA_ADDRESS = 2
const ILLEGAL_DATA_VALUE = 3
const BITS_MAX = 2000
const REGISTERS_MAX = 125

const READ_KINDS: Readonly<Record<number, RegisterKind>> = {
  1: 'coil',
  2: 'discreteInput',
  3: 'holdingRegister',
  4: 'inputRegister',
}

/**
 * Answers one request PDU (function code and data, without unit or checksum) from a bank: function codes 1 to 6 of
 * Modbus Application Protocol V1.1b3 §6, anything else with the exception it prescribes.
 */
export function answerPdu(request: Buffer, bank: RegisterBank): Buffer {
  const functionCode = request[0] ?? 0
  const kind = READ_KINDS[functionCode]
  if (kind === undefined && functionCode !== 5 && functionCode !== 6)
    return exception(functionCode, ILLEGAL_FUNCTION)
  if (request.length !== 5) return exception(functionCode, ILLEGAL_DATA_VALUE)
  if (kind !== undefined) return answerRead(request, kind, bank)
  return answerWrite(request, bank)
}

function answerRead(request: Buffer, kind: RegisterKind, bank: RegisterBank): Buffer {
  const functionCode = request[0] ?? 0
  const isBits = functionCode <= 2
  const address = request.readUInt16BE(1)
  const count = request.readUInt16BE(3)
  if (count === 0 || count > (isBits ? BITS_MAX : REGISTERS_MAX))
    return exception(functionCode, ILLEGAL_DATA_VALUE)
  const dataBytes = isBits ? Math.ceil(count / 8) : count * 2
  const answer = Buffer.alloc(2 + dataBytes)
  answer[0] = functionCode
  answer[1] = dataBytes
  for (let index = 0; index < count; index++) {
    const raw = bank.read(kind, address + index)
    if (raw === undefined) return exception(functionCode, ILLEGAL_DATA_ADDRESS)
    if (!isBits) answer.writeUInt16BE(raw, 2 + index * 2)
    else if (raw !== 0) answer[2 + (index >> 3)] = (answer[2 + (index >> 3)] ?? 0) | (1 << (index & 7))
  }
  return answer
}

function answerWrite(request: Buffer, bank: RegisterBank): Buffer {
  const functionCode = request[0] ?? 0
  const value = request.readUInt16BE(3)
  const isCoil = functionCode === 5
  // §6.5: a coil is written with 0xFF00 for on and 0x0000 for off, nothing else.
  if (isCoil && value !== 0xff00 && value !== 0) return exception(functionCode, ILLEGAL_DATA_VALUE)
  const raw = isCoil ? Number(value !== 0) : value
  const isWritten = bank.write(isCoil ? 'coil' : 'holdingRegister', request.readUInt16BE(1), raw)
  return isWritten ? Buffer.from(request) : exception(functionCode, ILLEGAL_DATA_ADDRESS)
}

function exception(functionCode: number, code: number): Buffer {
  return Buffer.from([functionCode | 0x80, code])
}
