import {
  type Files,
  type MessageTransport,
  MINUTE_MS,
  SECOND_MS,
  type WatchedPart,
} from '@tieng-lang/protocol'
import type { AudioOutput } from '../hardware/index.ts'

/** Frames are pulled fifty times a second; a card that is away is tried again every 10 s at most. */
const OUTPUT_QUIET_MS_MAX = 30 * SECOND_MS
/** Health goes out every minute; without a connection one is tried every 30 s. */
const LINK_QUIET_MS_MAX = 3 * MINUTE_MS
/** The clock's last instant of trust is saved every minute. */
const DISK_QUIET_MS_MAX = 3 * MINUTE_MS

/** What the watchdog looks at: the parts of the agent that must get on, whatever the world around them does. */
export class WatchedParts {
  #frames = 0
  #linkTurns = 0
  #writesEnded = 0
  #output: AudioOutput | undefined

  /** The same output; each frame that it pulls counts, and each try of one that does not reach its card. */
  output(output: AudioOutput): AudioOutput {
    this.#output = output
    return {
      start: (source, onEnded) =>
        output.start(
          {
            readFrame: (heardAt) => {
              this.#frames += 1
              return source.readFrame(heardAt)
            },
          },
          onEnded,
        ),
      stop: () => output.stop(),
      delayMs: () => output.delayMs(),
      get isAligned() {
        return output.isAligned
      },
      counters: () => output.counters(),
    }
  }

  /** The same transport; whatever comes, goes out, or is tried counts. */
  transport(transport: MessageTransport): MessageTransport {
    const turn = () => {
      this.#linkTurns += 1
    }
    return {
      start: (handlers) =>
        transport.start({
          onConnected: () => {
            turn()
            handlers.onConnected()
          },
          onDisconnected: () => {
            turn()
            handlers.onDisconnected()
          },
          onConnectFailed: (cause) => {
            turn()
            handlers.onConnectFailed?.(cause)
          },
          onMessage: (message) => {
            turn()
            handlers.onMessage(message)
          },
        }),
      publish: (...message) => transport.publish(...message).finally(turn),
      subscribe: (filters) => transport.subscribe(filters),
      unsubscribe: (filters) => transport.unsubscribe(filters),
      stop: () => transport.stop(),
    }
  }

  /** The same disk; each write that comes to an end counts, also a refused one: no restart empties a full disk. */
  files(files: Files): Files {
    const ended = () => {
      this.#writesEnded += 1
    }
    return {
      read: (path) => files.read(path),
      replace: (...write) => files.replace(...write).finally(ended),
      append: (...write) => files.append(...write).finally(ended),
      truncate: (...cut) => files.truncate(...cut),
      rename: (...names) => files.rename(...names),
      remove: (path) => files.remove(path),
      list: (folder) => files.list(folder),
      freeBytes: () => files.freeBytes(),
    }
  }

  list(): WatchedPart[] {
    return [
      { name: 'output', quietMsMax: OUTPUT_QUIET_MS_MAX, count: () => this.#frames + this.#tries() },
      { name: 'link', quietMsMax: LINK_QUIET_MS_MAX, count: () => this.#linkTurns },
      { name: 'disk', quietMsMax: DISK_QUIET_MS_MAX, count: () => this.#writesEnded },
    ]
  }

  #tries(): number {
    const { restarts = 0, stalls = 0, refusals = 0 } = this.#output?.counters() ?? {}
    return restarts + stalls + refusals
  }
}
