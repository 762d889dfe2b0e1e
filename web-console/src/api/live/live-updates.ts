import type { QueryClient } from '@tanstack/react-query'
import type { Update } from '@tieng-lang/protocol/browser'
import { parse } from '../problem-error.ts'
import { applyUpdates } from './apply-updates.ts'

export type UpdateListener = (update: Update) => void

const DELAYS_MS = [500, 1_000, 2_000, 5_000, 10_000, 20_000]
/** States of many clusters come in bursts: the page is drawn once for all that came in this time. */
const GATHER_MS = 150

/**
 * The WebSocket `/api/v1/updates`, opened again with growing pauses. What comes goes into the query store; whoever
 * follows one order or one intake listens here.
 */
export class LiveUpdates {
  readonly #client: QueryClient
  readonly #listeners = new Set<UpdateListener>()
  readonly #statusListeners = new Set<() => void>()
  #socket: WebSocket | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #gatherTimer: ReturnType<typeof setTimeout> | undefined
  #gathered: Update[] = []
  #attempts = 0
  #wasOpen = false
  #isStarted = false
  /** False from the first failure until the next `hello`. */
  isConnected = true

  constructor(client: QueryClient) {
    this.#client = client
  }

  start(): void {
    this.#isStarted = true
    this.#open()
    addEventListener('online', this.#retryNow)
  }

  stop(): void {
    this.#isStarted = false
    removeEventListener('online', this.#retryNow)
    clearTimeout(this.#timer)
    clearTimeout(this.#gatherTimer)
    this.#socket?.close()
    this.#socket = undefined
  }

  /** Hears every update as it comes; gives the function that ends it. */
  listen(listener: UpdateListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Hears when `isConnected` turns. */
  onStatus(listener: () => void): () => void {
    this.#statusListeners.add(listener)
    return () => this.#statusListeners.delete(listener)
  }

  readonly #retryNow = () => {
    if (this.#socket) return
    clearTimeout(this.#timer)
    this.#open()
  }

  #open(): void {
    const { protocol, host } = location
    const socket = new WebSocket(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/api/v1/updates`)
    this.#socket = socket
    // The shape is the server's promise: its own schema is checked in its tests.
    socket.onmessage = ({ data }) => this.#take(parse(String(data)) as Update)
    socket.onopen = () => this.#opened()
    socket.onclose = () => this.#closed(socket)
  }

  #opened(): void {
    this.#attempts = 0
    this.#setConnected(true)
    // Whatever was missed while away is asked anew.
    if (this.#wasOpen) void this.#client.invalidateQueries()
    this.#wasOpen = true
  }

  #closed(socket: WebSocket): void {
    if (this.#socket !== socket) return
    this.#socket = undefined
    if (!this.#isStarted) return
    this.#setConnected(false)
    const delayMs = DELAYS_MS[Math.min(this.#attempts, DELAYS_MS.length - 1)] ?? 20_000
    this.#attempts += 1
    this.#timer = setTimeout(() => this.#open(), delayMs * (0.75 + Math.random() / 2))
  }

  #take(update: Update | undefined): void {
    if (!update) return
    for (const listener of this.#listeners) listener(update)
    this.#gathered.push(update)
    this.#gatherTimer ??= setTimeout(() => this.#apply(), GATHER_MS)
  }

  #apply(): void {
    this.#gatherTimer = undefined
    const updates = this.#gathered
    this.#gathered = []
    applyUpdates(this.#client, updates)
  }

  #setConnected(isConnected: boolean): void {
    if (this.isConnected === isConnected) return
    this.isConnected = isConnected
    for (const listener of this.#statusListeners) listener()
  }
}
