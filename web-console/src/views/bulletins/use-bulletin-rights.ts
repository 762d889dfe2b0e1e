import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { useAreas } from '../../api/queries.ts'
import { areaPathOf } from '../../components/places/area-tree.ts'
import { isOnePersonEnough } from '../../components/review/four-eyes.ts'
import { useMay, useSession } from '../../session/session-context.ts'

/** What the page offers this person on a bulletin; the server decides. */
export function useBulletinRights(bulletin: BulletinAnswer) {
  const { name } = useSession()
  const { data: areas = [] } = useAreas()
  const path = areaPathOf(areas, bulletin.areaId)
  const mayWrite = useMay('bulletin.write', path)
  const isReviewer = useMay('bulletin.review', path)
  const isThere = bulletin.withdrawnAt === null
  // Names, since the answer tells no ids; the server compares accounts.
  const isOwn = bulletin.producedBy === name || bulletin.submittedBy === name
  const isBarred = isOwn && !isOnePersonEnough(areas, path)
  const { state } = bulletin
  return {
    isReviewer,
    mayEdit: isThere && mayWrite,
    maySubmit: isThere && mayWrite && (state === 'draft' || state === 'returned'),
    mayApprove: isThere && isReviewer && state === 'submitted' && !isBarred,
    mayReturn: isThere && isReviewer && (state === 'submitted' || state === 'approved'),
    mayWithdraw: isThere && mayWrite,
    isBarredByFourEyes: isThere && isReviewer && state === 'submitted' && isBarred,
  }
}
