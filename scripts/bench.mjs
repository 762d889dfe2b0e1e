// `npm run bench -- NAME [--json]`: one benchmark of test/bench/; the last line is one JSON object.
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildConsoleIfStale } from './build.mjs'
import { setup } from './setup.mjs'

const folder = new URL('../test/bench/', import.meta.url)
const [name, ...args] = process.argv.slice(2)
const names = readdirSync(fileURLToPath(folder))
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -3))

if (!name || !existsSync(new URL(`${name}.ts`, folder))) {
  process.stderr.write(`npm run bench -- NAME [--json]\n\n  ${names.join('\n  ')}\n`)
  process.exit(name === undefined || name === '--help' ? 0 : 2)
}
setup({ forTests: true })
if (name === 'pages') buildConsoleIfStale()
const { register } = await import('tsx/esm/api')
register()
const { run } = await import(new URL(`${name}.ts`, folder).href)
const figures = await run(args.filter((arg) => arg !== '--json'))
if (!args.includes('--json')) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
process.stdout.write(`${JSON.stringify(figures)}\n`, () => process.exit(0))
