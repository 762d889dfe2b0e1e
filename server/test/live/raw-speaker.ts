import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** RFC 6455 §5.2: a whole binary message, masked with zeros. */
const BINARY = 0x82
const MASKED = 0x80
const NO_MASK = Buffer.alloc(4)

/** A client of our own making: it speaks on, whatever the server says. */
export class RawSpeaker {
  readonly #socket: Socket
  #received = ''

  constructor(url: string, cookie: string) {
    const { host, hostname, port, pathname } = new URL(url)
    this.#socket = connect(Number(port), hostname)
    this.#socket.on('data', (bytes) => {
      this.#received += bytes.toString('latin1')
    })
    this.#socket.on('error', () => {})
    const head = [`GET ${pathname} HTTP/1.1`, `host: ${host}`, `cookie: ${cookie}`, 'connection: upgrade']
    const opening = [
      'upgrade: websocket',
      'sec-websocket-version: 13',
      `sec-websocket-key: ${'A'.repeat(22)}==`,
    ]
    this.#socket.write(`${[...head, ...opening].join('\r\n')}\r\n\r\n`)
  }

  async opened(): Promise<this> {
    while (!this.#received.includes(' 101 ')) await once(this.#socket, 'data')
    return this
  }

  /** A message of up to 125 bytes. */
  send(message: Buffer): void {
    this.#socket.write(Buffer.concat([Buffer.of(BINARY, MASKED | message.length), NO_MASK, message]))
  }

  /** Whether this has come: replies and the reasons of close frames are text in the clear. */
  hasHeard(text: string): boolean {
    return this.#received.includes(text)
  }

  stop(): void {
    this.#socket.destroy()
  }
}
