import type { Update } from '@tieng-lang/protocol'
import { WebSocket } from 'ws'
import { eventually } from '../running-server.ts'

/** A page that listens: every update as it came, and how the socket ended. */
export class UpdateListener {
  readonly updates: Update[] = []
  readonly socket: WebSocket
  closedWith: number | undefined
  refusedWith: number | undefined

  constructor(httpUrl: string, headers: Record<string, string>) {
    this.socket = new WebSocket(`${httpUrl.replace('http', 'ws')}/api/v1/updates`, { headers })
    // The server sends what the shape says, one a message.
    this.socket.on('message', (text) => this.updates.push(JSON.parse(String(text)) as Update))
    this.socket.on('close', (code) => {
      this.closedWith = code
    })
    this.socket.on('unexpected-response', (_request, response) => {
      this.refusedWith = response.statusCode
    })
    this.socket.on('error', () => {})
  }

  /** The updates of one kind, once the last of them is good. */
  async last<K extends Update['kind']>(
    kind: K,
    isGood: (update: Extract<Update, { kind: K }>) => boolean = () => true,
  ): Promise<Extract<Update, { kind: K }>> {
    const found = await eventually(
      () => this.of(kind).findLast(isGood),
      (update) => update !== undefined,
    )
    return found as Extract<Update, { kind: K }>
  }

  of<K extends Update['kind']>(kind: K): Extract<Update, { kind: K }>[] {
    return this.updates.filter((update): update is Extract<Update, { kind: K }> => update.kind === kind)
  }

  stop(): void {
    this.socket.terminate()
  }
}
