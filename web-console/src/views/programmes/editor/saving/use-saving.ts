import { useQueryClient } from '@tanstack/react-query'
import type { ProgrammeAnswer, ProgrammeBody } from '@tieng-lang/protocol/browser'
import { useState } from 'react'
import { api } from '../../../../api/client.ts'
import { keys } from '../../../../api/keys.ts'
import { currentOf } from '../../../../api/problem-error.ts'

export type ReviewAct = 'submission' | 'approval' | 'return'
export type SavingAct = 'save' | 'remove' | ReviewAct

/** Somebody saved another version meanwhile: it, and what was to be done. */
export interface MetConflict {
  current: ProgrammeAnswer
  act: SavingAct
}

/** Why something was refused, and what. */
export interface MetProblem {
  act: SavingAct
  cause: unknown
}

/** The ways of a programme to the server, one at a time; a conflict is held until it is answered. */
export function useSaving() {
  const client = useQueryClient()
  const [pending, setPending] = useState<SavingAct | null>(null)
  const [problem, setProblem] = useState<MetProblem | null>(null)
  const [conflict, setConflict] = useState<MetConflict | null>(null)

  /** Undefined where it was refused; why stands in `problem` or `conflict`. */
  const run = async <Answer>(act: SavingAct, ask: () => Promise<Answer>): Promise<Answer | undefined> => {
    setPending(act)
    setProblem(null)
    setConflict(null)
    try {
      return await ask()
    } catch (cause) {
      const current = currentOf<ProgrammeAnswer>(cause)
      if (current) setConflict({ current, act })
      else setProblem({ act, cause })
      return undefined
    } finally {
      setPending(null)
    }
  }
  const keep = (answer: ProgrammeAnswer) => {
    client.setQueryData(keys.programme(answer.programmeId), answer)
    void client.invalidateQueries({ queryKey: ['programmes', 'calendar'] })
    void client.invalidateQueries({ queryKey: ['forecasts'] })
    return answer
  }
  return {
    pending,
    problem,
    conflict,
    clearConflict: () => setConflict(null),
    /** Shows both versions before anything was refused. */
    showNewer: (current: ProgrammeAnswer) => setConflict({ current, act: 'save' }),
    /** `version` null adds it. */
    save: (body: ProgrammeBody, version: number | null) =>
      run('save', async () => keep(await send(body, version))),
    review: (act: ReviewAct, { programmeId, version }: ProgrammeAnswer, note?: string) =>
      run(act, async () =>
        keep(
          await api.post<ProgrammeAnswer>(
            `/programmes/${programmeId}/${act}`,
            note === undefined ? undefined : { note },
            { ifMatch: version },
          ),
        ),
      ),
    remove: ({ programmeId, version }: ProgrammeAnswer) =>
      run('remove', async () => {
        await api.remove(`/programmes/${programmeId}`, { ifMatch: version })
        return true
      }),
  }
}

function send(body: ProgrammeBody, version: number | null): Promise<ProgrammeAnswer> {
  return version === null
    ? api.post<ProgrammeAnswer>('/programmes', body)
    : api.put<ProgrammeAnswer>(`/programmes/${body.definition.programmeId}`, body, { ifMatch: version })
}
