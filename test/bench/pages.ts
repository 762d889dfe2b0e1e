import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@tieng-lang/protocol/node'
import { temporaryFolder } from '../../server/test/running-server.ts'
import { rounded } from './main-job/percentile.ts'
import { visitFirstPage } from './pages/browser.ts'
import { askMainPages } from './pages/main-requests.ts'
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
    child.send('begin')
    const asked = await askMainPages(httpUrl)
    child.send('end')
    const { blockedMsMax } = await answerOf<{ blockedMsMax: number }>(child)
    progress('the first page in a browser')
    const seen = existsSync(CONSOLE) ? await visitFirstPage(httpUrl) : {}
    return { ...asked, mainLoopBlockedMsMax: rounded(blockedMsMax, 0), ...seen, ...SIZE }
  } finally {
    child?.kill('SIGKILL')
    folder.remove()
  }
}

/** The next message of the server; rejects where it ends instead. */
async function answerOf<T>(child: ChildProcess): Promise<T> {
  const ended = once(child, 'exit').then(([code]) =>
    Promise.reject(new Error(`the server ended with ${code}`)),
  )
  const [message] = await Promise.race([once(child, 'message'), ended])
  return message as T
}

function progress(sentence: string): void {
  process.stderr.write(`pages: ${sentence}\n`)
}
