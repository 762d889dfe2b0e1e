import type { ServerHealth } from '@tieng-lang/protocol'
import type { ServerLog } from '../../broadcasting/server-log.ts'

/** Writes down each change of a part, for the better as well: who was not looking finds it in the morning. */
export function logHealthChange(
  log: ServerLog | undefined,
  found: ServerHealth,
  before: ServerHealth | undefined,
): void {
  for (const [part, { state, code }] of Object.entries(found.parts)) {
    const known = Object.entries(before?.parts ?? {}).find(([name]) => name === part)?.[1].code ?? null
    if (code === known) continue
    if (code === null) log?.info({ part, state }, 'a part is well again')
    else log?.warn({ part, state, code }, 'a part is not well')
  }
}
