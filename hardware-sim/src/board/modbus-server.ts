import { createServer, type Server, type Socket } from 'node:net'
import { listen } from './listen.ts'
import { answerPdu, type RegisterBank } from './modbus-pdu.ts'

const CONNECTIONS_MAX = 8
const BUFFER_BYTES_MAX = 1024
/** MBAP header without the unit: transaction, protocol, length (Modbus Messaging on TCP/IP V1.0b §3.1.3). */
const MBAP_BYTES = 6
const RTU_REQUEST_BYTES = 8

export type ModbusFraming = 'tcp' | 'rtuOverTcp'

/** One Modbus unit: its registers, and whether it answers at all. */
export interface ModbusUnit {
  bank: RegisterBank
  isDead: boolean
  /** Requests that reached the unit, answered or not. */
  requests: number
}

/**
 * A Modbus server for any number of units, as Modbus TCP or as RTU frames over TCP (what `ser2net` makes of RS-485).
 * A dead unit does not answer, as on a bus; bytes that are no request end the connection.
 */
export class ModbusServer {
  refusals = 0
  readonly #units: ReadonlyMap<number, ModbusUnit>
  readonly #framing: ModbusFraming
  readonly #sockets = new Set<Socket>()
  #server: Server | null = null
  #port = 0

  constructor(units: ReadonlyMap<number, ModbusUnit>, framing: ModbusFraming) {
    this.#units = units
    this.#framing = framing
  }

  get port(): number {
    return this.#port
  }

  async start(port: number): Promise<void> {
    this.#server = createServer({ noDelay: true }, (socket) => this.#connected(socket))
    this.#server.maxConnections = CONNECTIONS_MAX
    this.#port = await listen(this.#server, port)
  }

  async stop(): Promise<void> {
    const server = this.#server
    this.#server = null
    this.disconnect()
    if (server !== null) await new Promise((resolve) => server.close(resolve))
  }

  /** Cuts all connections, as a restart of the gateway does. */
  disconnect(): void {
    for (const socket of this.#sockets) socket.destroy()
  }

  #connected(socket: Socket): void {
    let unread: Buffer = Buffer.alloc(0)
    this.#sockets.add(socket)
    socket.on('error', () => {})
    socket.on('close', () => this.#sockets.delete(socket))
    socket.on('data', (bytes) => {
      unread = this.#read(socket, Buffer.concat([unread, bytes]))
      if (unread.length > BUFFER_BYTES_MAX) this.#refuse(socket)
    })
  }

  /** Answers what is whole and gives back the rest. */
  #read(socket: Socket, bytes: Buffer): Buffer {
    return this.#framing === 'tcp' ? this.#readTcp(socket, bytes) : this.#readRtu(socket, bytes)
  }

  #readTcp(socket: Socket, bytes: Buffer): Buffer {
    let rest = bytes
    while (rest.length >= MBAP_BYTES) {
      const length = rest.readUInt16BE(4)
      if (rest.readUInt16BE(2) !== 0 || length < 2 || length > 254) {
        this.#refuse(socket)
        return Buffer.alloc(0)
      }
      if (rest.length < MBAP_BYTES + length) break
      const answer = this.#answer(rest.subarray(MBAP_BYTES, MBAP_BYTES + length))
      if (answer !== null) {
        const head = Buffer.from(rest.subarray(0, MBAP_BYTES))
        head.writeUInt16BE(answer.length, 4)
        socket.write(Buffer.concat([head, answer]))
      }
      rest = rest.subarray(MBAP_BYTES + length)
    }
    return rest
  }

  #readRtu(socket: Socket, bytes: Buffer): Buffer {
    let rest = bytes
    while (rest.length >= RTU_REQUEST_BYTES) {
      const frame = rest.subarray(0, RTU_REQUEST_BYTES)
      if (frame.readUInt16LE(6) !== crc16(frame.subarray(0, 6))) {
        this.#refuse(socket)
        return Buffer.alloc(0)
      }
      const answer = this.#answer(frame.subarray(0, 6))
      if (answer !== null) {
        const checksum = Buffer.alloc(2)
        checksum.writeUInt16LE(crc16(answer))
        socket.write(Buffer.concat([answer, checksum]))
      }
      rest = rest.subarray(RTU_REQUEST_BYTES)
    }
    return rest
  }

  /** The unit and answer PDU to a unit and request PDU, or `null` where nobody answers. */
  #answer(request: Buffer): Buffer | null {
    const unitId = request[0] ?? 0
    const unit = this.#units.get(unitId)
    if (unit === undefined) return null
    unit.requests += 1
    if (unit.isDead) return null
    return Buffer.concat([Buffer.from([unitId]), answerPdu(request.subarray(1), unit.bank)])
  }

  #refuse(socket: Socket): void {
    this.refusals += 1
    socket.destroy()
  }
}

/** CRC-16 of Modbus over Serial Line V1.02 §6.2.2: polynomial 0xA001, start 0xFFFF, low byte first on the wire. */
function crc16(bytes: Uint8Array): number {
  let crc = 0xffff
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) !== 0 ? (crc >>> 1) ^ 0xa001 : crc >>> 1
  }
  return crc
}
