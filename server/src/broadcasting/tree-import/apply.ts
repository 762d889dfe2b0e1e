import {
  type AreaId,
  type ClusterId,
  CodedError,
  type TreeImportLine,
  type TreeImportOrder,
  type TreeImportPreview,
} from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import type { Database } from '../../storage/database.ts'
import { deliverAllConfigs } from '../delivery/cluster-config.ts'
import { inSlices } from '../delivery/in-slices.ts'
import { deliverAllPlans } from '../delivery/plan-delivery.ts'
import type { Services } from '../services.ts'
import { deliverInBackground } from '../tree/deliver-below.ts'
import { planImport } from './plan.ts'
import { previewOf } from './preview.ts'
import type { Step } from './steps.ts'
import { StepWriter } from './write-step.ts'

type Written = Exclude<Step, { kind: 'refused' }>

/** So many rows are written in well under 20 ms, with one fsync. */
const ROWS_PER_TRANSACTION = 50
/** Two imports at once could add the same area twice, since names alone do not have to be different. */
const underWay = new WeakSet<Database>()

/**
 * Does what the preview of this digest has said; refused rows are left out. Row after row in short transactions, each
 * with its entry in the audit log: 20,000 rows in one would keep everybody else from writing for seconds. Where it
 * breaks off, what was done stands, and the same file does the rest: what is there already is `same`. A row that
 * somebody has changed meanwhile is left as it is and told in the answer. Throws `previewStale`, `importUnderWay`, and
 * as `planImport`.
 */
export async function applyImport(
  services: Services,
  order: TreeImportOrder,
  by: Principal,
): Promise<TreeImportPreview> {
  const { database } = services
  if (underWay.has(database)) throw new CodedError('importUnderWay', 'another import is under way')
  underWay.add(database)
  try {
    return await apply(services, order, by)
  } finally {
    underWay.delete(database)
  }
}

async function apply(
  services: Services,
  { digest, ...wanted }: TreeImportOrder,
  by: Principal,
): Promise<TreeImportPreview> {
  const { clock, updates } = services
  const plan = await planImport(services, wanted)
  if (plan.digest !== digest)
    throw new CodedError('previewStale', 'the tree or the file has changed since the preview')
  const steps = plan.steps.filter(
    (step): step is Written => step.kind !== 'refused' && step.line.act !== 'same',
  )
  const writer = new StepWriter(services)
  const failed = new Map<number, TreeImportLine>()
  await inSlices(clock, partsOf(steps), (part) => {
    for (const line of writePart(services, { part, writer, digest }, by)) failed.set(line.row, line)
  })
  void deliver(services, { steps, writer })
  for (const thing of ['areas', 'zones', 'clusters'] as const) updates.changed(thing)
  return previewOf(
    digest,
    plan.steps.map(({ line }) => failed.get(line.row) ?? line),
  )
}

/** One transaction; each row is a part of its own in it. Gives the lines of rows that could not be written. */
function writePart(
  { database, clock }: Services,
  { part, writer, digest }: { part: readonly Written[]; writer: StepWriter; digest: string },
  by: Principal,
): TreeImportLine[] {
  const failed: TreeImportLine[] = []
  const areaIds = new Set<AreaId>()
  database.transaction(() => {
    for (const step of part) {
      try {
        areaIds.add(database.transaction(() => writer.write(step)))
      } catch (cause) {
        if (!(cause instanceof CodedError) || cause.code === 'storageFull') throw cause
        failed.push({ ...step.line, act: 'refuse', sentences: [whyNot(cause)] })
      }
    }
    const rows = { first: part[0]?.line.row, last: part.at(-1)?.line.row }
    const names = part.map(({ line }) => line.name)
    const detail = { digest, rows, refused: failed.length, names }
    recordAct(database, { at: clock.now(), by, act: 'tree.import', areaIds: [...areaIds], detail })
  })
  return failed
}

function whyNot({ code, message }: CodedError): TreeImportLine['sentences'][number] {
  if (code === 'changedMeanwhile')
    return { vi: 'Có người vừa sửa mục này.', en: 'Somebody has just changed this.' }
  return { vi: `Không ghi được (${code}).`, en: `Could not be written (${code}: ${message}).` }
}

/** What an area hands down reaches any cluster: then all are looked at, and only what changed is sealed. */
async function deliver(
  services: Services,
  { steps, writer }: { steps: readonly Written[]; writer: StepWriter },
): Promise<void> {
  const isAnyAreaChanged = steps.some(({ kind, line }) => kind === 'area' && line.act !== 'add')
  const clusterIds = steps.flatMap((step): ClusterId[] =>
    step.kind === 'cluster' ? [writer.idOf(step.cluster.clusterId)] : [],
  )
  if (!isAnyAreaChanged) return deliverInBackground(services, clusterIds)
  try {
    await deliverAllConfigs(services)
    await deliverAllPlans(services)
  } catch (cause) {
    services.reports.count(undefined, 'configNotDelivered', String(cause))
  }
}

function partsOf(steps: readonly Written[]): Written[][] {
  return Array.from({ length: Math.ceil(steps.length / ROWS_PER_TRANSACTION) }, (_, index) =>
    steps.slice(index * ROWS_PER_TRANSACTION, (index + 1) * ROWS_PER_TRANSACTION),
  )
}
