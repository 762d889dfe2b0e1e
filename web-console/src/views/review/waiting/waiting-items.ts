import type {
  AreaAnswer,
  AreaId,
  BulletinAnswer,
  Grant,
  Permission,
  ProgrammeAnswer,
  ProgrammeTargets,
  Zone,
} from '@tieng-lang/protocol/browser'
import { mayDo } from '@tieng-lang/protocol/browser'
import { areaLines, areaPathOf } from '../../../components/places/area-tree.ts'
import { isOnePersonEnough } from '../../../components/review/four-eyes.ts'

export type Submitted =
  | { kind: 'bulletin'; bulletin: BulletinAnswer }
  | { kind: 'programme'; programme: ProgrammeAnswer }

/** One thing that waits for a decision. */
export type WaitingItem = Submitted & {
  /** Fresh for each version: what was looked at is what is decided on. */
  waitingId: string
  title: string
  submittedBy: string
  /** The smallest area that holds all of it; null where there is none. */
  areaId: AreaId | null
  /** Made or submitted by the one who looks at it, where two persons are needed. */
  isBarred: boolean
}

export interface WaitingGroup {
  areaId: AreaId | null
  items: WaitingItem[]
}

/** Who looks, and the places by which the things are judged and grouped. */
export interface Reviewer {
  name: string
  grants: readonly Grant[]
  areas: readonly AreaAnswer[]
  zones: readonly Pick<Zone, 'zoneId' | 'areaId'>[]
  clusters: readonly { clusterId: string; areaId: AreaId }[]
}

/** What this person may decide on, by area in the order of the tree. One's own work is shown, and barred. */
export function waitingFor(submitted: readonly Submitted[], reviewer: Reviewer): WaitingGroup[] {
  const items = submitted.flatMap((thing) => itemOf(thing, reviewer) ?? [])
  const order = [...areaLines(reviewer.areas).map(({ area }) => area.areaId), null]
  return order
    .map((areaId) => ({ areaId, items: items.filter((item) => item.areaId === areaId) }))
    .filter((group) => group.items.length > 0)
}

/** How many wait for this very person. */
export function decidableCount(groups: readonly WaitingGroup[]): number {
  return groups.flatMap(({ items }) => items).filter(({ isBarred }) => !isBarred).length
}

function itemOf(thing: Submitted, reviewer: Reviewer): WaitingItem | null {
  const paths = areaIdsOf(thing, reviewer).map((areaId) => areaPathOf(reviewer.areas, areaId))
  const permission: Permission = thing.kind === 'bulletin' ? 'bulletin.review' : 'programme.review'
  if (!paths.every((path) => mayDo(reviewer.grants, permission, path))) return null
  const isOwn = peopleOf(thing).includes(reviewer.name)
  const isOnePerson = paths.length > 0 && paths.every((path) => isOnePersonEnough(reviewer.areas, path))
  return {
    ...thing,
    ...namesOf(thing),
    areaId: commonAreaOf(paths),
    isBarred: isOwn && !isOnePerson,
  }
}

function namesOf(thing: Submitted): Pick<WaitingItem, 'waitingId' | 'title' | 'submittedBy'> {
  if (thing.kind === 'bulletin') {
    const { bulletinId, version, title, submittedBy, producedBy } = thing.bulletin
    return { waitingId: `${bulletinId} ${version}`, title, submittedBy: submittedBy ?? producedBy }
  }
  const { programmeId, version, definition, submittedBy, producedBy } = thing.programme
  return {
    waitingId: `${programmeId} ${version}`,
    title: definition.name,
    submittedBy: submittedBy ?? producedBy,
  }
}

/** By name, since the answers tell no ids; the server compares accounts. */
function peopleOf(thing: Submitted): (string | null)[] {
  if (thing.kind === 'bulletin') return [thing.bulletin.producedBy, thing.bulletin.submittedBy]
  const { producedBy, changedBy, submittedBy } = thing.programme
  return [producedBy, changedBy, submittedBy]
}

function areaIdsOf(thing: Submitted, reviewer: Reviewer): AreaId[] {
  return thing.kind === 'bulletin'
    ? [thing.bulletin.areaId]
    : areaIdsOfTargets(thing.programme.targets, reviewer)
}

/** The areas in which a programme sounds; a zone or a cluster that is no more counts for nothing. */
function areaIdsOfTargets(
  { areas, zones, clusters }: ProgrammeTargets,
  reviewer: Pick<Reviewer, 'zones' | 'clusters'>,
): AreaId[] {
  const ofZones = reviewer.zones.filter(({ zoneId }) => zones.includes(zoneId))
  const ofClusters = reviewer.clusters.filter(({ clusterId }) => clusters.includes(clusterId))
  return [...new Set([...areas, ...[...ofZones, ...ofClusters].map(({ areaId }) => areaId)])]
}

/** The last area that all paths from the root down share. */
export function commonAreaOf(paths: readonly (readonly AreaId[])[]): AreaId | null {
  const [first = [], ...others] = paths
  const shared = first.filter((areaId, depth) => others.every((path) => path[depth] === areaId))
  return shared.at(-1) ?? null
}
