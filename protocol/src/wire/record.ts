import { PlayoutRecord } from '../cluster/playout.ts'
import { compileShape } from '../shape.ts'
import { hasValidSignature, type Opened, parseJson, parseJws, refuse, sealJws } from './jws.ts'
import type { SignatureCheck, Signer } from './signature.ts'

const recordCheck = compileShape(PlayoutRecord)

/** Seals a playout record with the device's own key. */
export function sealRecord(record: PlayoutRecord, signer: Signer): Uint8Array {
  return Buffer.from(sealJws('tl+playout', record, signer))
}

export interface RecordExpectation {
  clusterId: string
  publicKey: string
  bytesMax: number
  signatures: SignatureCheck
}

/** Opens a playout record of one device. What is refused is stored raw all the same, and acknowledged as refused. */
export function openRecord(bytes: Uint8Array, expected: RecordExpectation): Opened<PlayoutRecord> {
  const parsed = parseJws(bytes, expected.bytesMax)
  if (!parsed.ok) return parsed
  const { header, payload } = parsed.value
  if (header.alg !== expected.signatures.algorithm) return refuse('unknownAlgorithm', header.alg)
  if (header.typ !== 'tl+playout') return refuse('unknownType', header.typ)
  if (!hasValidSignature(parsed.value, expected.publicKey, expected.signatures)) {
    return refuse('badSignature', header.kid)
  }
  const record = parseJson(payload)
  if (!recordCheck.check(record)) return refuse('shapeMismatch', recordCheck.explain(record))
  return record.clusterId === expected.clusterId
    ? { ok: true, value: record }
    : refuse('wrongAudience', record.clusterId)
}
