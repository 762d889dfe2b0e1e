import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { expect, test } from 'vitest'

const SOURCES = fileURLToPath(new URL('../../../src/messaging/broker', import.meta.url))
/** CommonJS libraries inside an ES module bundle still ask for Node's own modules by `require`. */
const REQUIRE = "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);"

const PROGRAM = `
import { systemChance } from '@tieng-lang/protocol/node'
import { startBroker } from './broker.ts'
const broker = await startBroker({ host: '127.0.0.1', port: 0, chance: systemChance })
const { port } = await broker.openListener()
const { clients } = await broker.stats()
await broker.stop()
console.log(JSON.stringify({ isOpen: port > 0, clients }))
`

test('the worker starts from a bundle: broker-worker.js beside the program', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
  try {
    const common = { bundle: true, platform: 'node', format: 'esm', target: 'node20' } as const
    await build({
      ...common,
      stdin: { contents: PROGRAM, resolveDir: SOURCES, loader: 'ts' },
      outfile: join(folder, 'program.js'),
      banner: { js: REQUIRE },
    })
    await build({
      ...common,
      entryPoints: [join(SOURCES, 'broker-worker.ts')],
      outdir: folder,
      banner: { js: REQUIRE },
    })
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    const ran = spawnSync(process.execPath, ['program.js'], {
      cwd: folder,
      encoding: 'utf8',
      timeout: 20_000,
    })
    expect({ stderr: ran.stderr, said: ran.stdout.trim() }).toEqual({
      stderr: '',
      said: '{"isOpen":true,"clients":0}',
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
})
