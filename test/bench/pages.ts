import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@tieng-lang/protocol/node'
import { temporaryFolder } from '../../server/test/running-server.ts'
import { visitFirstPage } from './pages/browser.ts'
import { askMainPages, type Watch } from './pages/main-requests.ts'
import { SIZE, seed } from './pages/seed.ts'

const CONSOLE = new URL('../../web-console/dist/index.html', import.meta.url)

/**
 * A province's server with months of records: what the main pages ask for, over HTTP, from a server that is a process of
 * its own; then the first page in a real browser, where the console is built.
 */
export async function run(): Promise<Record<string, unknown>> {
  const folder = temporaryFolder()
  const dataDir = join(folder.path, 'server')
  mkdirSync(dataDir)
  let child: ChildProcess | undefined
  try {
    progress(`a database of ${SIZE.playouts} playouts`)
    seed(join(dataDir, 'server.sqlite'), systemClock.now())
    progress('the server starts')
    child = fork(new URL('./pages/server-process.ts', import.meta.url), [dataDir], {
      execArgv: ['--import', 'tsx'],
    })
    const { httpUrl } = await answerOf<{ httpUrl: string }>(child)
    progress('the main pages')
    const asked = await askMainPages(httpUrl, watchOf(child))
    progress('the first page in a browser')
    const seen = existsSync(CONSOLE) ? await visitFirstPage(httpUrl) : {}
    return { ...asked, ...seen, ...SIZE }
  } finally {
    child?.kill('SIGKILL')
    folder.remove()
  }
}

function watchOf(server: ChildProcess): Watch {
  const tell = (message: 'begin' | 'end') => {
    const answer = answerOf<{ blockedMs: number }>(server)
    server.send(message)
    return answer
  }
  return async () => {
    await tell('begin')
    return async () => (await tell('end')).blockedMs
  }
}

/** The next message of the server; rejects where it ends instead. */
async function answerOf<T>(child: ChildProcess): Promise<T> {
  const waiting = new AbortController()
  const { signal } = waiting
  const ended = once(child, 'exit', { signal }).then(([code]) => {
    throw new Error(`the server ended with ${code}`)
  })
  try {
    const [message] = await Promise.race([once(child, 'message', { signal }), ended])
    return message as T
  } finally {
    ended.catch(() => {})
    waiting.abort()
  }
}

function progress(sentence: string): void {
  process.stderr.write(`pages: ${sentence}\n`)
}
