import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { api } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ErrorState } from '../../components/page/error-state.tsx'
import { LoadingState } from '../../components/page/loading-state.tsx'
import { useSession } from '../../session/session-context.ts'
import { ProgrammeEditor } from './editor/programme-editor.tsx'
import { formOfDefinition } from './model/form-of-definition.ts'
import '../../i18n/late/programmes-words.ts'
import '../../i18n/late/bulletins-words.ts'
import '../../i18n/late/relays-words.ts'

/** `/lich-phat/$programmeId`: one programme. */
export function ProgrammePage() {
  const { programmeId } = useParams({ from: '/lich-phat/$programmeId' })
  const { timeZone } = useSession()
  const { data, error, refetch } = useQuery({
    queryKey: keys.programme(programmeId),
    queryFn: ({ signal }) => api.get<ProgrammeAnswer>(`/programmes/${programmeId}`, { signal }),
  })
  if (!data && error) return <ErrorState cause={error} onRetry={() => void refetch()} />
  if (!data) return <LoadingState />
  return (
    <ProgrammeEditor
      key={programmeId}
      saved={data}
      blank={formOfDefinition(data, { nowAt: data.changedAt, timeZone })}
    />
  )
}
