import type { CapAnswer, CapMessageLine, CapPolicyRow, NewCapSenderAnswer } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import type { RunningServer } from '../../src/app.ts'
import { writeCapTime } from '../../src/cap/reading/cap-time.ts'
import type { Person } from '../emergencies/commune.ts'
import { capXml, type Parts, type SampleParts } from './sample-cap.ts'

export const CAP_SENDER = 'canhbao@kttv.example.vn'

/** A policy line that lets severe warnings that are happening sound. */
export function letsSound(changes: Partial<CapPolicyRow> = {}): CapPolicyRow {
  return {
    ...{ statuses: ['Actual'], msgTypes: ['Alert', 'Update', 'Cancel'], severities: ['Extreme', 'Severe'] },
    ...{ urgencies: ['Immediate', 'Expected'], senders: [], geocodes: [], events: [] },
    ...{ soundsAs: 'storm', decision: 'activate' },
    ...changes,
  }
}

/** A system with a token of its own, which an administrator has let in. */
export async function capSystem(
  admin: Person,
  {
    name,
    ...changes
  }: { name: string; areaIds?: string[]; policies?: CapPolicyRow[]; perMinuteMax?: number },
) {
  const body = {
    ...{ name, senders: [CAP_SENDER], areaIds: ['xa-a'], policies: [letsSound()], perMinuteMax: 600 },
    ...changes,
  }
  const { body: answer, status } = await admin<NewCapSenderAnswer>('POST', '/cap-senders', { body })
  if (status !== 201) throw new Error(JSON.stringify(answer))
  return answer
}

export interface Sent<T> {
  status: number
  body: T & { code?: string; cap?: { code: string; element: string; rule: string } }
}

/** Sends one message as that system does. */
export async function sendCap(
  { httpUrl }: RunningServer,
  token: string,
  xml: string,
  contentType = 'application/cap+xml',
): Promise<Sent<CapAnswer>> {
  const answer = await fetch(`${httpUrl}/api/v1/cap`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': contentType },
    body: xml,
  })
  // The answer is an answer or a problem document.
  return { status: answer.status, body: (await answer.json()) as Sent<CapAnswer>['body'] }
}

/** A message of now with a name of its own, for the first commune by its code, unless said otherwise. */
export function message({ alert = {}, info = {}, area = {} }: SampleParts = {}): {
  xml: string
  reference: string
} {
  const now = systemClock.now()
  const identifier = `VN-${Buffer.from(systemChance.bytes(8)).toString('hex')}`
  const sent = writeCapTime(now)
  const named: Parts = { identifier, sent, ...alert }
  const xml = capXml({
    alert: named,
    info: { expires: writeCapTime(now + 3_600_000), ...info },
    area: { polygon: null, geocode: geocode('00001'), ...area },
  })
  return { xml, reference: `${CAP_SENDER},${identifier},${sent}` }
}

export const geocode = (code: string) => `<valueName>QD19-2025</valueName><value>${code}</value>`

/** The inbox as this person sees it. */
export async function inboxOf(person: Person, state: 'waiting' | 'all' = 'all'): Promise<CapMessageLine[]> {
  return (await person<CapMessageLine[]>('GET', `/cap-messages?state=${state}`)).body
}
