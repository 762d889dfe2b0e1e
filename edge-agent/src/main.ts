import { setFlagsFromString } from 'node:v8'
import type { RunAgentOptions } from './run-agent.ts'

/** The agent's own subcommands; `scripts/tieng-lang.mjs` and the bundle for a board pick from here. */
export const commands = {
  agent: {
    summary: 'chạy bộ điều khiển của một cụm loa (the agent of one cluster)',
    run: (args: string[]) => runAgentProgram(args),
  },
}

/** To be started again: systemd and the simulator do so at this exit code. */
const RESTART_EXIT_CODE = 75
const STOP_MS_MAX = 4_000

/** Runs until a signal, a vanished parent or a commanded restart; gives the exit code. A test may give parts of its own. */
export async function runAgentProgram(args: string[], options: RunAgentOptions = {}): Promise<number> {
  const { AGENT_HELP, readAgentConfig } = await import('./config.ts')
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(AGENT_HELP)
    return 0
  }
  try {
    const config = readAgentConfig(args, process.env)
    // Between two sounds lie hours of silence: what was compiled at the rehearsal must still be there in the morning.
    setFlagsFromString('--no-flush-bytecode')
    const { runAgent } = await import('./run-agent.ts')
    const { systemdManager } = await import('@tieng-lang/protocol/node')
    const manager = systemdManager({ environment: process.env, pid: process.pid })
    const ended = endOfProcess()
    const agent = await Promise.race([runAgent(config, ended.restart, { manager, ...options }), ended.code])
    if (typeof agent === 'number') return agent
    process.send?.({ kind: 'ready' })
    const code = await ended.code
    setTimeout(() => process.exit(code), STOP_MS_MAX).unref()
    await agent.stop()
    process.exit(code)
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : cause}\n`)
    process.exit(1)
  }
}

/** Resolves with the exit code when a signal comes, the parent vanishes, or a restart was commanded. */
function endOfProcess(): { code: Promise<number>; restart: () => void } {
  let end: (code: number) => void = () => {}
  const code = new Promise<number>((resolve) => {
    end = resolve
  })
  process.on('SIGINT', () => end(0))
  process.on('SIGTERM', () => end(0))
  process.on('disconnect', () => end(0))
  return { code, restart: () => end(RESTART_EXIT_CODE) }
}
