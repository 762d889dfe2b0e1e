import type { LiveSessionAnswer } from '@tieng-lang/protocol/browser'
import { useCallback } from 'react'
import { randomId } from '../../../api/random-id.ts'
import { useSession } from '../../../session/session-context.ts'
import { keepHabits, type LiveForm, orderOf } from '../model/live-form.ts'
import { useStudio } from '../studio/studio-context.ts'
import type { Reach } from './use-reach.ts'
import { useStart } from './use-start.ts'

/** Asks the server for a session by a form; once it is there, the studio speaks into it. */
export function useBegin(form: LiveForm, { clusters, usualTitle }: Reach) {
  const studio = useStudio()
  const { operatorId } = useSession()
  const onStarted = useCallback(
    (session: LiveSessionAnswer) => {
      keepHabits(localStorage, operatorId, { delay: form.delay, silenced: form.silenced })
      studio.begin(session)
    },
    [studio, operatorId, form.delay, form.silenced],
  )
  const { state, problem, go } = useStart(onStarted)
  const begin = (takeOver = false) => {
    const clusterIds = clusters.map(({ clusterId }) => clusterId)
    void go(orderOf(form, { requestId: randomId('live'), usualTitle, clusterIds, takeOver }))
  }
  return { state, problem, begin }
}
