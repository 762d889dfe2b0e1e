import { type ChildProcess, fork } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { systemClock } from '@tieng-lang/protocol/node'
import { temporaryFolder } from '../../server/test/running-server.ts'
import { progressOf } from './figures/progress.ts'
import { visitFirstPage } from './pages/browser.ts'
import { askMainPages, type Watch } from './pages/main-requests.ts'
import { SIZE, seed } from './pages/seed.ts'
import { answerOf } from './processes/child.ts'

const progress = progressOf('pages')

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
