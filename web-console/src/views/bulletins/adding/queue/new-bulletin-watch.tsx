import { useQuery } from '@tanstack/react-query'
import type { AreaId, Grant, IntakeAnswer } from '@tieng-lang/protocol/browser'
import { PERMISSIONS } from '@tieng-lang/protocol/browser'
import { useCallback, useEffect } from 'react'
import { api } from '../../../../api/client.ts'
import { keys } from '../../../../api/keys.ts'
import { useUpdates } from '../../../../api/live/live-context.tsx'
import { useSession } from '../../../../session/session-context.ts'
import { isLostOnLeaving } from './new-bulletin.ts'
import { newBulletins, useNewBulletins } from './new-bulletins.ts'

/** What live updates miss while the line is down is asked for so often. */
const ASK_EVERY_MS = 4_000

/** Follows what is on its way in, whatever page is open, and warns before a tab is closed over it. Shows nothing. */
export function NewBulletinWatch() {
  const { operatorId, grants } = useSession()
  const { items } = useNewBulletins()
  const isAtServer = items.some(({ step }) => step === 'intake')
  const isLost = items.some(isLostOnLeaving)
  const onlyArea = onlyAreaOf(grants)
  useEffect(() => {
    newBulletins.belongTo(operatorId)
    if (onlyArea !== null && newBulletins.state.shared.areaId === null)
      newBulletins.setShared({ areaId: onlyArea })
  }, [operatorId, onlyArea])
  useUpdates(
    'intake',
    useCallback(({ intake }: { intake: IntakeAnswer }) => newBulletins.takeIntake(intake), []),
  )
  const { data: intakes, dataUpdatedAt } = useQuery({
    queryKey: keys.intakes,
    queryFn: ({ signal }) => api.get<IntakeAnswer[]>('/intakes', { signal }),
    enabled: isAtServer,
    refetchInterval: ASK_EVERY_MS,
    staleTime: 0,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the same list told a second time counts as well
  useEffect(() => {
    if (intakes) newBulletins.takeIntakes(intakes)
  }, [intakes, dataUpdatedAt])
  useEffect(() => {
    if (!isLost) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isLost])
  return null
}

/** Whoever may make bulletins in one area alone need not be asked which. */
function onlyAreaOf(grants: readonly Grant[]): AreaId | null {
  const roles: readonly string[] = PERMISSIONS['bulletin.write']
  const areaIds = new Set(grants.filter(({ role }) => roles.includes(role)).map(({ areaId }) => areaId))
  const [only = null] = areaIds
  return areaIds.size === 1 ? only : null
}
