import { userInfo } from 'node:os'
import { type Cancellable, CodedError, SECOND_MS } from '@tieng-lang/protocol'
import { systemChance, systemClock, systemdManager } from '@tieng-lang/protocol/node'
import { bulletin } from './cli/bulletin.ts'
import { emergency } from './cli/emergency.ts'
import { live } from './cli/live/live.ts'
import { backup } from './cli/machine/backup.ts'
import { certificate } from './cli/machine/certificate.ts'
import { restore } from './cli/machine/restore.ts'
import { serve } from './cli/machine/serve.ts'
import { playouts, status } from './cli/machine/status.ts'
import { operator } from './cli/operator.ts'
import { next, pause, restart, resume, stop, time, volume } from './cli/orders.ts'
import { programme } from './cli/programme.ts'
import { sentenceOf } from './cli/terminal/sentences.ts'
import { type Command, DONE, FAILED, type Terminal, WRONGLY_ASKED } from './cli/terminal/terminal.ts'
import { area, cluster, enrolmentCode } from './cli/tree.ts'
import { exportTree, importTree } from './cli/tree-file.ts'
import { zone } from './cli/zone.ts'

/** After the wish to stop, what has not ended by then is cut off. */
const STOP_MS_MAX = 2.7 * SECOND_MS

const COMMANDS: Record<string, Command> = {
  serve,
  area,
  zone,
  cluster,
  import: importTree,
  export: exportTree,
  'enrolment-code': enrolmentCode,
  bulletin,
  programme,
  emergency,
  live,
  operator,
  backup,
  restore,
  certificate,
  time,
  stop,
  volume,
  restart,
  pause,
  resume,
  next,
  playouts,
  status,
}

/** The server's subcommands of `tieng-lang`; each gives its exit code. */
export const commands: Record<string, { summary: string; run(args: string[]): Promise<number> }> =
  Object.fromEntries(
    Object.entries(COMMANDS).map(([name, command]) => [
      name,
      { summary: command.summary, run: (args: string[]) => runCommand(command, args) },
    ]),
  )

async function runCommand(command: Command, args: string[]): Promise<number> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(`${command.usage}\n`)
    return DONE
  }
  const stopSignals = new StopSignals()
  try {
    return await command.run(args, systemTerminal(stopSignals))
  } catch (cause) {
    process.stderr.write(`${sentenceOf(cause)}\n`)
    const isWronglyAsked = cause instanceof CodedError && cause.code === 'wronglyAsked'
    if (isWronglyAsked) process.stderr.write(`\n${command.usage}\n`)
    return isWronglyAsked ? WRONGLY_ASKED : FAILED
  } finally {
    stopSignals.forget()
  }
}

/** The real world: this is the one file that reads the environment, hears signals and may exit. */
function systemTerminal(stopSignals: StopSignals): Terminal {
  return {
    environment: process.env,
    operator: userInfo().username,
    clock: systemClock,
    chance: systemChance,
    out: (text) => process.stdout.write(text),
    error: (text) => process.stderr.write(text),
    onStop: (stop) => stopSignals.listen(stop),
    manager: systemdManager({ environment: process.env, pid: process.pid }),
    tellParent: (message) => process.send?.(message),
  }
}

/** The ways in which somebody says that it is enough: Ctrl-C, SIGTERM, or a parent that is gone. */
class StopSignals {
  #stop: (() => void) | undefined
  #cutOff: Cancellable | undefined
  readonly #heard = () => {
    // A second Ctrl-C means: at once.
    if (this.#cutOff) process.exit(FAILED)
    this.#cutOff = systemClock.after(STOP_MS_MAX, () => process.exit(FAILED))
    this.#stop?.()
  }

  listen(stop: () => void): void {
    this.#stop = stop
    process.on('SIGINT', this.#heard)
    process.on('SIGTERM', this.#heard)
    if (process.channel) process.once('disconnect', this.#heard)
  }

  /** Nothing of ours may keep the process alive. */
  forget(): void {
    this.#cutOff?.cancel()
    process.off('SIGINT', this.#heard)
    process.off('SIGTERM', this.#heard)
    process.off('disconnect', this.#heard)
  }
}
