import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

/** Starts a program as a process of its own and tells it what to do. */
export function startChild(program: URL, order: object): ChildProcess {
  const child = fork(program, { execArgv: ['--import', 'tsx'] })
  child.send(order)
  return child
}

/** The next message of a child; rejects where it ends instead. */
export async function answerOf<T>(child: ChildProcess): Promise<T> {
  const waiting = new AbortController()
  const { signal } = waiting
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`${child.spawnargs.at(-1)} ended with ${code}`)
  })
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended])
    // Each program says one kind of thing at a time.
    return message as T
  } finally {
    ended.catch(() => {})
    waiting.abort()
  }
}
