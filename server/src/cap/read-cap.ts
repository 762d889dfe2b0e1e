import type { CapAlert } from './cap-alert.ts'
import { type CapAdvice, type CapRefusal, CapRefused } from './cap-refusal.ts'
import { readAlert } from './reading/read-alert.ts'
import { guardXml } from './xml/xml-guard.ts'
import { parseXml } from './xml/xml-tree.ts'

export type CapReading =
  | { ok: true; alert: CapAlert; advice: CapAdvice[] }
  | { ok: false; refusal: CapRefusal }

/**
 * Reads a CAP 1.2 message (OASIS Standard, 1 July 2010) strictly: the schema of §3.4 and the rules in words of §3.2 and
 * §3.3. What a clause only asks for (SHOULD) comes as `advice`. Any bytes give an answer, in time and memory that
 * follow from their number alone, of which there may be `CAP_BYTES_MAX`.
 */
export function readCap(bytes: Uint8Array): CapReading {
  const advice: CapAdvice[] = []
  try {
    return { ok: true, alert: readAlert(parseXml(guardXml(bytes)), advice), advice }
  } catch (cause) {
    if (cause instanceof CapRefused) return { ok: false, refusal: cause.refusal }
    throw cause
  }
}
