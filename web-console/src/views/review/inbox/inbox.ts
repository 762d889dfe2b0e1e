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
import { areaLines, areaPathOf } from '../../../components/area-tree.ts'
import { isOnePersonEnough } from '../../bulletins/four-eyes.ts'

export type Submitted =
  | { kind: 'bulletin'; bulletin: BulletinAnswer }
  | { kind: 'programme'; programme: ProgrammeAnswer }

/** One thing that waits for a decision. */
export type InboxItem = Submitted & {
  /** Fresh for each version: what was looked at is what is decided on. */
  inboxId: string
  title: string
  submittedBy: string
  /** The smallest area that holds all of it; null where there is none. */
  areaId: AreaId | null
  /** Made or submitted by the one who looks at it, where two persons are needed. */
  isBarred: boolean
}

export interface InboxGroup {
  areaId: AreaId | null
  items: InboxItem[]
}

/** Who looks, and the places by which the things are judged and grouped. */
export interface InboxView {
  name: string
  grants: readonly Grant[]
  areas: readonly AreaAnswer[]
  zones: readonly Pick<Zone, 'zoneId' | 'areaId'>[]
  clusters: readonly { clusterId: string; areaId: AreaId }[]
}

/** What this person may decide on, by area in the order of the tree. One's own work is shown, and barred. */
export function inboxOf(submitted: readonly Submitted[], view: InboxView): InboxGroup[] {
  const items = submitted.flatMap((thing) => itemOf(thing, view) ?? [])
  const order = [...areaLines(view.areas).map(({ area }) => area.areaId), null]
  return order
    .map((areaId) => ({ areaId, items: items.filter((item) => item.areaId === areaId) }))
    .filter((group) => group.items.length > 0)
}

/** How many wait for this very person. */
export function decidableCount(groups: readonly InboxGroup[]): number {
  return groups.flatMap(({ items }) => items).filter(({ isBarred }) => !isBarred).length
}

function itemOf(thing: Submitted, view: InboxView): InboxItem | null {
  const paths = areaIdsOf(thing, view).map((areaId) => areaPathOf(view.areas, areaId))
  const permission: Permission = thing.kind === 'bulletin' ? 'bulletin.review' : 'programme.review'
  if (!paths.every((path) => mayDo(view.grants, permission, path))) return null
  const isOwn = peopleOf(thing).includes(view.name)
  const isOnePerson = paths.every((path) => isOnePersonEnough(view.areas, path))
  return {
    ...thing,
    ...namesOf(thing),
    areaId: commonAreaOf(paths),
    isBarred: isOwn && !isOnePerson,
  }
}

function namesOf(thing: Submitted): Pick<InboxItem, 'inboxId' | 'title' | 'submittedBy'> {
  if (thing.kind === 'bulletin') {
    const { bulletinId, version, title, submittedBy, producedBy } = thing.bulletin
    return { inboxId: `${bulletinId} ${version}`, title, submittedBy: submittedBy ?? producedBy }
  }
  const { programmeId, version, definition, submittedBy, producedBy } = thing.programme
  return {
    inboxId: `${programmeId} ${version}`,
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

function areaIdsOf(thing: Submitted, view: InboxView): AreaId[] {
  return thing.kind === 'bulletin' ? [thing.bulletin.areaId] : areaIdsOfTargets(thing.programme.targets, view)
}

/** The areas in which a programme sounds; a zone or a cluster that is no more counts for nothing. */
export function areaIdsOfTargets(
  { areas, zones, clusters }: ProgrammeTargets,
  view: Pick<InboxView, 'zones' | 'clusters'>,
): AreaId[] {
  const ofZones = view.zones.filter(({ zoneId }) => zones.includes(zoneId))
  const ofClusters = view.clusters.filter(({ clusterId }) => clusters.includes(clusterId))
  return [...new Set([...areas, ...[...ofZones, ...ofClusters].map(({ areaId }) => areaId)])]
}

/** The last area that all paths from the root down share. */
export function commonAreaOf(paths: readonly (readonly AreaId[])[]): AreaId | null {
  const [first = [], ...others] = paths
  const shared = first.filter((areaId, depth) => others.every((path) => path[depth] === areaId))
  return shared.at(-1) ?? null
}
