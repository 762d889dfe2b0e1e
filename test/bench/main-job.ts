import { measureAgentAlone } from './main-job/agent-alone.ts'
import { measureFiftyAgents } from './main-job/fifty-agents.ts'
import { measureFrame } from './main-job/frame-cost.ts'

/** Each can be asked for alone: `npm run bench -- main-job fifty`. */
const PARTS: Record<string, () => Promise<Record<string, unknown>>> = {
  frame: measureFrame,
  alone: measureAgentAlone,
  fifty: measureFiftyAgents,
}

/** What the system is for, at size: fifty clusters sound on time and whole, and what one agent costs its board. */
export async function run(args: readonly string[] = []): Promise<Record<string, unknown>> {
  const unknown = args.find((name) => !(name in PARTS))
  if (unknown !== undefined) throw new Error(`"${unknown}" is none of ${Object.keys(PARTS).join(', ')}`)
  const figures: Record<string, unknown> = {}
  for (const [name, measure] of Object.entries(PARTS))
    if (args.length === 0 || args.includes(name)) Object.assign(figures, await measure())
  return figures
}
