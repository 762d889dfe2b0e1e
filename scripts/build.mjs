// `npm run build`: one file to copy to a board, dist/tieng-lang-agent.mjs, and the console's pages, web-console/dist.
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setup } from './setup.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

/** Bundles the agent and gives the file's path. */
export async function buildAgent(outfile = join(root, 'dist/tieng-lang-agent.mjs')) {
  const { build } = await import('esbuild')
  await build({
    stdin: {
      contents: `import { commands } from './src/main.ts'
process.exitCode = await commands.agent.run(process.argv.slice(2))`,
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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup()
  process.stdout.write(`${await buildAgent()}\n${await buildConsole()}\n`)
}
