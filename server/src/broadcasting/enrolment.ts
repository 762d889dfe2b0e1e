import {
  type ClusterId,
  CodedError,
  type EnrolmentAnswer,
  type EnrolmentCodeAnswer,
  type EnrolmentRequest,
  keyIdOf,
} from '@tieng-lang/protocol'
import { recordAct } from '../access/audit.ts'
import type { Principal } from '../access/principal.ts'
import { deviceSecret, newEnrolmentCode, sha256Hex } from '../access/secrets.ts'
import { findAreaPath } from '../storage/tree/area-tree.ts'
import { type Cluster, type Device, replaceDevice } from '../storage/tree/clusters.ts'
import {
  type EnrolmentCodeRow,
  findEnrolmentCode,
  insertEnrolmentCode,
  markEnrolmentCodeUsed,
} from '../storage/trust/enrolment-codes.ts'
import { deliverConfig } from './delivery/cluster-config.ts'
import { deliverPlan } from './delivery/plan-delivery.ts'
import { clusterAt } from './places.ts'
import { deliverReceipts } from './playouts/receipts.ts'
import type { Services } from './services.ts'

/** As the audit log names whoever is no person. */
const BOARD_NAME = 'bo mạch'

/**
 * Makes a one-time code for a board that is to become this cluster; only its hash is kept. `url` is for a QR: where
 * the server is, and the code behind a `#`, which no browser sends on and no log keeps. Throws `clusterNotFound`.
 */
export function issueEnrolmentCode(
  { database, chance, clock, addresses }: Services,
  { clusterId, validMs }: { clusterId: ClusterId; validMs: number },
  by: Principal,
): EnrolmentCodeAnswer {
  const { areaId } = clusterAt(database, clusterId)
  const code = newEnrolmentCode(chance)
  const issuedAt = clock.now()
  const expiresAt = issuedAt + validMs
  const codeSha256 = sha256Hex(code)
  const unused = { usedByPublicKey: null, usedAt: null }
  database.transaction(() => {
    insertEnrolmentCode(database, {
      codeSha256,
      clusterId,
      issuedBy: by.name,
      issuedAt,
      expiresAt,
      ...unused,
    })
    const act = 'enrolmentCode.issue'
    const detail = { expiresAt }
    recordAct(database, { at: issuedAt, by, act, areaIds: [areaId], subject: clusterId, detail })
  })
  const url = new URL(addresses.httpUrls[0] ?? 'http://localhost')
  url.hash = `ma=${code}`
  return { clusterId, code, url: url.href, expiresAt }
}

/**
 * A board presents its code and its key, and becomes the cluster. The same code with the same key gets the same answer
 * again, for a board whose answer was lost; with another key it is `codeUsed`. Throws `codeUnknown`, `codeEnded`.
 */
export async function enrol(services: Services, request: EnrolmentRequest): Promise<EnrolmentAnswer> {
  const { database, clock, keys, broker, updates } = services
  const code = findEnrolmentCode(database, sha256Hex(request.code))
  const cluster = clusterFor(services, code, request.publicKey)
  const secret = deviceSecret(keys.enrolmentSecret, request)
  const device = {
    kid: keyIdOf(request.publicKey),
    publicKey: request.publicKey,
    mqttSecretSha256: sha256Hex(secret),
    enrolledAt: clock.now(),
  }
  const isNew =
    cluster.device?.publicKey !== device.publicKey ||
    cluster.device.mqttSecretSha256 !== device.mqttSecretSha256
  database.transaction(() => {
    const now = clock.now()
    markEnrolmentCodeUsed(database, sha256Hex(request.code), { publicKey: device.publicKey, now })
    if (isNew) putDevice(services, cluster, { device, codeFrom: code?.issuedBy ?? '' })
  })
  // Pages that look on show that there is a board now, and what it says from here on.
  if (isNew) updates.changed('clusters', cluster.clusterId)
  const { clusterId } = cluster
  await broker.allow([{ username: clusterId, secretSha256: device.mqttSecretSha256, role: 'cluster' }])
  deliverConfig(services, clusterId)
  deliverPlan(services, clusterId)
  deliverReceipts(services, clusterId)
  return answerFor(services, cluster, secret)
}

/** The board takes its place, and the audit log says by whose code. */
function putDevice(
  { database, clock }: Services,
  { clusterId, areaId }: Cluster,
  { device, codeFrom }: { device: Device; codeFrom: string },
): void {
  replaceDevice(database, clusterId, device)
  const by = { operatorId: null, name: BOARD_NAME, grants: [], address: 'local' }
  const detail = { codeFrom, deviceKid: device.kid }
  recordAct(database, {
    ...{ at: clock.now(), by, act: 'cluster.enrol', areaIds: [areaId] },
    ...{ subject: clusterId, detail },
  })
}

function clusterFor(
  { database, clock }: Services,
  code: EnrolmentCodeRow | undefined,
  publicKey: string,
): Cluster {
  if (!code) throw new CodedError('codeUnknown', 'this code was never issued')
  const isOwn = code.usedByPublicKey === publicKey
  if (code.usedByPublicKey !== null && !isOwn)
    throw new CodedError('codeUsed', 'this code has been used by another board')
  if (!isOwn && clock.now() >= code.expiresAt) throw new CodedError('codeEnded', 'this code has ended')
  const cluster = clusterAt(database, code.clusterId)
  // A later board has taken the place: the old code must not bring the old board back.
  if (isOwn && cluster.device && cluster.device.publicKey !== publicKey)
    throw new CodedError('codeUsed', 'another board has been enrolled since')
  return cluster
}

function answerFor(
  { keys, addresses, database }: Services,
  { clusterId, areaId }: Cluster,
  mqttSecret: string,
): EnrolmentAnswer {
  return {
    clusterId,
    areaPath: findAreaPath(database, areaId).map((area) => area.areaId),
    rootKey: keys.root,
    mqttSecret,
    mqttUrls: addresses.mqttUrls,
    httpUrls: addresses.httpUrls,
  }
}
