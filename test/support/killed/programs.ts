import { fileURLToPath } from 'node:url'
import { buildAgent } from '../../../scripts/build.mjs'
import { bundleServer } from '../../../scripts/server-program.mjs'

const pathOf = (file: string) => fileURLToPath(new URL(`../../../${file}`, import.meta.url))
const AGENT_FILE = pathOf('dist/killable-agent.mjs')
/** In the server's own folder, since it finds its libraries from there. */
const SERVER_FOLDER = pathOf('server/dist/killable')

/** Bundles the agent that ends itself where it is told to, and gives the file. */
export function buildKillableAgent(): Promise<string> {
  return buildAgent(AGENT_FILE, `import '../test/support/killed/agent-program.ts'`)
}

/** Bundles the server that ends itself where it is told to; gives the file. */
export function buildKillableServer(): Promise<string> {
  return bundleServer({ outdir: SERVER_FOLDER, main: pathOf('test/support/killed/server-program.ts') })
}
