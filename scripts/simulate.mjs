// `npm run simulate -- --seeds N --days D --clusters C`: communes in virtual time; the last line is one JSON object.
import { setup } from './setup.mjs'

if (!process.argv.includes('--help')) setup({ forTests: true })
const { register } = await import('tsx/esm/api')
register()
const { simulate } = await import(
  new URL('../test/simulation/command-line/simulate.ts', import.meta.url).href
)
process.on('SIGINT', () => process.exit(130))
try {
  process.exitCode = await simulate(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`))
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : cause}\n`)
  process.exitCode = 2
}
