// `npm start`: prepares a fresh clone, then runs `tieng-lang demo` in this very process, so that a signal reaches it.
import { buildConsoleIfStale } from './build.mjs'
import { setup } from './setup.mjs'

setup()
buildConsoleIfStale()
const { tiengLang } = await import('./tieng-lang.mjs')
process.exitCode = await tiengLang(['demo', ...process.argv.slice(2)])
