// `npm run build`: one file to copy to a board, dist/tieng-lang-agent.mjs, the console's pages, web-console/dist, and the
// server as it runs, server/dist/program.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildServer } from './server-program.mjs'
import { setup } from './setup.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const AGENT_ENTRY = `import { commands } from './src/main.ts'
process.exitCode = await commands.agent.run(process.argv.slice(2))`

/** Bundles the agent and gives the file's path; a test may have it begin in a program of its own. */
export async function buildAgent(outfile = join(root, 'dist/tieng-lang-agent.mjs'), entry = AGENT_ENTRY) {
  const { build } = await import('esbuild')
  await build({
    stdin: {
      contents: entry,
      resolveDir: join(root, 'edge-agent'),
      loader: 'ts',
    },
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    minify: true,
    keepNames: true,
    legalComments: 'none',
    // modbus-serial loads its serial port only when asked to; the board speaks TCP.
    external: ['serialport', '@serialport/*', 'bufferutil', 'utf-8-validate'],
    banner: {
      js: "#!/usr/bin/env node\nimport { createRequire } from 'node:module'; const require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  })
  return outfile
}

/** Builds the console's pages and gives the folder that the server gives out. */
export async function buildConsole() {
  const consoleRoot = join(root, 'web-console')
  const { build } = await import('vite')
  await build({ root: consoleRoot, logLevel: 'warn' })
  return join(consoleRoot, 'dist')
}

/** What the console is made of; protocol's shapes are bundled into it. */
const CONSOLE_SOURCES = [
  'web-console/src',
  'web-console/public',
  'web-console/index.html',
  'web-console/vite.config.ts',
  'protocol/src',
  'package-lock.json',
]

/** Builds the console's pages, in a process of its own, where they are missing or older than their sources. */
export function buildConsoleIfStale() {
  const built = join(root, 'web-console/dist/index.html')
  const builtAt = existsSync(built) ? statSync(built).mtimeMs : 0
  if (CONSOLE_SOURCES.every((source) => newestIn(join(root, source)) <= builtAt)) return
  process.stderr.write('Dựng các trang web (vài giây)… (building the pages, some seconds)\n')
  const run = spawnSync(process.execPath, [fileURLToPath(import.meta.url), '--console'], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  })
  if (run.status !== 0) throw new Error('the pages could not be built; what is wrong stands above')
}

function newestIn(path) {
  if (!existsSync(path)) return 0
  const { mtimeMs } = statSync(path)
  if (!statSync(path).isDirectory()) return mtimeMs
  return Math.max(mtimeMs, ...readdirSync(path).map((name) => newestIn(join(path, name))))
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup()
  if (!process.argv.includes('--console'))
    process.stdout.write(`${await buildAgent()}\n${await buildServer()}\n`)
  process.stdout.write(`${await buildConsole()}\n`)
}
