import { fileURLToPath } from 'node:url'
import { buildAgent } from '../../../scripts/build.mjs'

/** The server that ends itself where it is told to. */
export const KILLABLE_SERVER = fileURLToPath(new URL('./server-program.mjs', import.meta.url))

const AGENT_FILE = fileURLToPath(new URL('../../../dist/killable-agent.mjs', import.meta.url))

/** Bundles the agent that ends itself where it is told to, and gives the file. */
export function buildKillableAgent(): Promise<string> {
  return buildAgent(AGENT_FILE, `import '../test/support/killed/agent-program.ts'`)
}
