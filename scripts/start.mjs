// `npm start`: prepares a fresh clone, then runs `tieng-lang demo` in this very process, so that a signal reaches it.
import { setup } from './setup.mjs'

setup()
const { tiengLang } = await import('./tieng-lang.mjs')
process.exitCode = await tiengLang(['demo', ...process.argv.slice(2)])
