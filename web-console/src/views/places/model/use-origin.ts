import type { AreaAnswer, AreaId, AreaSettings } from '@tieng-lang/protocol/browser'
import { mayDo } from '@tieng-lang/protocol/browser'
import { useSession } from '../../../session/session-context.ts'
import { type Origin, originOf } from './handed-down.ts'

/** What lies below `parentId` takes a setting from where, as far as I may look. */
export function useOrigin<Name extends keyof AreaSettings>(
  setting: Name,
  from: { areas: readonly AreaAnswer[]; parentId: AreaId | null },
): Origin<NonNullable<AreaSettings[Name]>> {
  const { grants } = useSession()
  return originOf(setting, from, (path) => mayDo(grants, 'look', path))
}
