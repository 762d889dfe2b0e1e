import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { buildAgent } from '../../../scripts/build.mjs'

const AGENT_FILE = fileURLToPath(new URL('../../../dist/killable-agent.mjs', import.meta.url))
/** In the server's own folder, since it finds its libraries from there. */
const SERVER_FOLDER = fileURLToPath(new URL('../../../server/dist/killable', import.meta.url))
const pathOf = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url))

/** Bundles the agent that ends itself where it is told to, and gives the file. */
export function buildKillableAgent(): Promise<string> {
  return buildAgent(AGENT_FILE, `import '../test/support/killed/agent-program.ts'`)
}

/** Bundles the server that ends itself where it is told to, so that it starts twenty times in no time; gives the file. */
export async function buildKillableServer(): Promise<string> {
  const { build } = await import('esbuild')
  await build({
    // Each worker is looked for beside whoever starts it, and all of it lies in one folder.
    entryPoints: [pathOf('test/support/killed/server-program.ts'), ...workers()],
    entryNames: '[name]',
    outdir: SERVER_FOLDER,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    plugins: [{ name: 'libraries stay outside', setup: leaveLibrariesOutside }],
    logLevel: 'warning',
  })
  return `${SERVER_FOLDER}/server-program.js`
}

/** The first files of the server's worker threads. */
function workers(): string[] {
  const sources = readdirSync(pathOf('server/src'), { recursive: true, encoding: 'utf8' })
  return sources.filter((name) => name.endsWith('-worker.ts')).map((name) => pathOf(`server/src/${name}`))
}

/** All but ours, which are sources. */
function leaveLibrariesOutside(build: import('esbuild').PluginBuild): void {
  build.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
    kind === 'entry-point' || path.startsWith('@tieng-lang/') ? undefined : { path, external: true },
  )
}
