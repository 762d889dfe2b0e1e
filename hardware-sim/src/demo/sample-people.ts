import type { AdminClient } from '@tieng-lang/protocol/node'
import type { Village } from './village.ts'

/** How somebody of the demo signs in. */
export interface DemoSignIn {
  loginName: string
  name: string
  password: string
}

const PEOPLE = [
  { loginName: 'bientap', name: 'Nguyễn Thị Hoa', role: 'broadcaster' },
  { loginName: 'lanhdao', name: 'Trần Văn Minh', role: 'approver' },
  { loginName: 'canbo', name: 'Lê Văn Đức', role: 'operator' },
  { loginName: 'kythuat', name: 'Phạm Quang Huy', role: 'technician' },
] as const

/** One person of each kind, so that what one makes another can approve; gives how those who are new sign in. */
export async function layPeople(
  administration: AdminClient,
  { rootAreaId, communes }: Village,
): Promise<DemoSignIn[]> {
  const everyone = await administration.get<{ loginName: string }[]>('/api/v1/operators')
  const signIns: DemoSignIn[] = []
  for (const { loginName, name, role } of PEOPLE) {
    if (everyone.some((known) => known.loginName === loginName)) continue
    // A commune's own officer works for that commune; the others for all of them.
    const areaId = role === 'operator' ? (communes[0]?.areaId ?? rootAreaId) : rootAreaId
    const order = { loginName, name, grants: [{ role, areaId }] }
    const { password } = await administration.post<{ password: string }>('/api/v1/operators', order)
    signIns.push({ loginName, name, password })
  }
  return signIns
}
