import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { ProgrammeBody, ProgrammeCheckAnswer } from '@tieng-lang/protocol/browser'
import { useMemo } from 'react'
import { api } from '../../../../api/client.ts'
import { useTimes } from '../../../../i18n/use-times.ts'
import { bodyOfForm, missingParts } from '../../model/definition-of-form.ts'
import type { ProgrammeForm } from '../../model/programme-form.ts'

const TYPING_MS = 600
/** "Now" is looked at as a little later than now, since what has begun has no next start. */
const NOW_IS_AHEAD_MS = 60_000

/** The draft as it would be sent, once typing pauses; undefined while something is missing (but a name may). */
export function useDraftBody(form: ProgrammeForm): ProgrammeBody | undefined {
  const { nowAt, timeZone } = useTimes(60_000)
  const [settled] = useDebouncedValue(form, TYPING_MS)
  const at = settled.when === 'now' ? nowAt + NOW_IS_AHEAD_MS : 0
  return useMemo(() => {
    const named = { ...settled, name: settled.name.trim() || '…' }
    return missingParts(named).length === 0 ? bodyOfForm(named, { nowAt: at, timeZone }) : undefined
  }, [settled, at, timeZone])
}

/** Conflicts, next starts, length and reach of a draft, before it is saved. */
export function useCheck(body: ProgrammeBody | undefined) {
  return useQuery({
    queryKey: ['programmes', 'checks', body ?? null],
    queryFn: ({ signal }) => api.post<ProgrammeCheckAnswer>('/programme-checks', body, { signal }),
    enabled: body !== undefined,
    placeholderData: keepPreviousData,
  })
}
