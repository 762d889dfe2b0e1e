import { connect, type Socket } from 'node:net'

/** A client of a few dozen lines: it can do what a library would never, and a thousand of it weigh nothing. */
export interface RawConnect {
  clientId: string
  username: string
  password: string
  keepAliveS?: number
  isClean?: boolean
  will?: { topic: string; payload: string; qos?: number }
}

export type RawPacket =
  | { kind: 'connack'; returnCode: number }
  | { kind: 'publish'; topic: string; payload: Buffer; qos: number; packetId: number }
  | { kind: 'suback'; packetId: number; granted: number[] }
  | { kind: 'puback'; packetId: number }
  | { kind: 'other'; type: number }

/** MQTT 3.1.1 §3.1. */
export function connectBytes(options: RawConnect): Buffer {
  const { will } = options
  const flags =
    0xc0 | (options.isClean === false ? 0 : 0x02) | (will ? 0x24 | (((will.qos ?? 1) << 3) & 0x18) : 0)
  return packet(0x10, [
    text('MQTT'),
    Buffer.from([4, flags]),
    uint16(options.keepAliveS ?? 30),
    text(options.clientId),
    ...(will ? [text(will.topic), text(will.payload)] : []),
    text(options.username),
    text(options.password),
  ])
}

/** MQTT 3.1.1 §3.8. */
export function subscribeBytes(packetId: number, filters: readonly string[], qos = 1): Buffer {
  return packet(0x82, [uint16(packetId), ...filters.flatMap((filter) => [text(filter), Buffer.from([qos])])])
}

export interface RawPublish {
  topic: string
  payload: Buffer | string
  packetId?: number
  qos?: number
  isRetained?: boolean
}

/** MQTT 3.1.1 §3.3. */
export function publishBytes({
  topic,
  payload,
  packetId = 1,
  qos = 1,
  isRetained = false,
}: RawPublish): Buffer {
  return packet(0x30 | (qos << 1) | (isRetained ? 1 : 0), [
    text(topic),
    ...(qos > 0 ? [uint16(packetId)] : []),
    Buffer.from(payload),
  ])
}

export function pubackBytes(packetId: number): Buffer {
  return packet(0x40, [uint16(packetId)])
}

/** Opens a socket and gives every packet that arrives; it sends only what is written to it. */
export function openRaw(port: number, onPacket: (received: RawPacket, socket: Socket) => void): Socket {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  let rest = Buffer.alloc(0)
  socket.on('error', () => {})
  socket.on('data', (chunk) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    for (let taken = takePacket(rest); taken; taken = takePacket(rest)) {
      rest = rest.subarray(taken.sizeBytes)
      onPacket(taken.packet, socket)
    }
  })
  return socket
}

function takePacket(bytes: Buffer): { packet: RawPacket; sizeBytes: number } | undefined {
  let length = 0
  for (let at = 1; at < bytes.length && at <= 4; at++) {
    const byte = bytes[at] ?? 0
    length += (byte & 0x7f) * 128 ** (at - 1)
    if ((byte & 0x80) !== 0) continue
    const sizeBytes = at + 1 + length
    if (bytes.length < sizeBytes) return undefined
    return { packet: parse(bytes[0] ?? 0, bytes.subarray(at + 1, sizeBytes)), sizeBytes }
  }
  return undefined
}

function parse(head: number, body: Buffer): RawPacket {
  switch (head >> 4) {
    case 2:
      return { kind: 'connack', returnCode: body[1] ?? 0 }
    case 3:
      return parsePublish((head >> 1) & 3, body)
    case 4:
      return { kind: 'puback', packetId: body.readUInt16BE() }
    case 9:
      return { kind: 'suback', packetId: body.readUInt16BE(), granted: [...body.subarray(2)] }
    default:
      return { kind: 'other', type: head >> 4 }
  }
}

function parsePublish(qos: number, body: Buffer): RawPacket {
  const topicEnd = 2 + body.readUInt16BE()
  const payloadStart = topicEnd + (qos > 0 ? 2 : 0)
  return {
    kind: 'publish',
    topic: body.toString('utf8', 2, topicEnd),
    payload: Buffer.from(body.subarray(payloadStart)),
    qos,
    packetId: qos > 0 ? body.readUInt16BE(topicEnd) : 0,
  }
}

function packet(head: number, parts: readonly Buffer[]): Buffer {
  const body = Buffer.concat(parts)
  const length: number[] = []
  for (let left = body.length; left > 0 || length.length === 0; left >>= 7)
    length.push((left & 0x7f) | (left > 0x7f ? 0x80 : 0))
  return Buffer.concat([Buffer.from([head, ...length]), body])
}

function text(value: string): Buffer {
  const bytes = Buffer.from(value)
  return Buffer.concat([uint16(bytes.length), bytes])
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2)
  bytes.writeUInt16BE(value)
  return bytes
}
