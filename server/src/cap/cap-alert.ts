import type { CAP_CATEGORIES, CAP_CERTAINTIES, CAP_URGENCIES } from '@tieng-lang/protocol'

// Clusters are told these as well.
export { CAP_CATEGORIES, CAP_CERTAINTIES, CAP_URGENCIES } from '@tieng-lang/protocol'

/** The codes of CAP 1.2 §3.2, in its own spelling. */
export const CAP_STATUSES = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const
export const CAP_MSG_TYPES = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const
export const CAP_SCOPES = ['Public', 'Restricted', 'Private'] as const
export const CAP_RESPONSE_TYPES = [
  'Shelter',
  'Evacuate',
  'Prepare',
  'Execute',
  'Avoid',
  'Monitor',
  'Assess',
  'AllClear',
  'None',
] as const
export const CAP_SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const

export type CapMessageStatus = (typeof CAP_STATUSES)[number]
export type CapMsgType = (typeof CAP_MSG_TYPES)[number]
export type CapScope = (typeof CAP_SCOPES)[number]
export type CapCategory = (typeof CAP_CATEGORIES)[number]
export type CapResponseType = (typeof CAP_RESPONSE_TYPES)[number]
export type CapUrgency = (typeof CAP_URGENCIES)[number]
export type CapSeverityCode = (typeof CAP_SEVERITIES)[number]
export type CapCertainty = (typeof CAP_CERTAINTIES)[number]

/** §3.2.1 `references`: the extended identifier of an earlier message. */
export interface CapReference {
  sender: string
  identifier: string
  /** Unix ms, whole seconds, as every time of a CAP message. */
  sentAt: number
}

/** `eventCode`, `parameter`, `geocode`: a code and whose it is. */
export interface CapPair {
  valueName: string
  value: string
}

/** WGS 84, decimal degrees. */
export interface CapPoint {
  latitude: number
  longitude: number
}

export interface CapCircle {
  centre: CapPoint
  radiusKm: number
}

/** §3.2.4; the union of all that it holds. */
export interface CapArea {
  areaDesc: string
  /** Closed: the last point is the first. */
  polygons: CapPoint[][]
  circles: CapCircle[]
  geocodes: CapPair[]
  /** Feet above mean sea level: the floor of a range where `ceilingFt` is there. */
  altitudeFt: number | null
  ceilingFt: number | null
}

/** §3.2.3; `derefUri` as base 64 without white space. */
export interface CapResource {
  resourceDesc: string
  mimeType: string
  sizeBytes: number | null
  uri: string | null
  derefUri: string | null
  digest: string | null
}

/** §3.2.2; texts are null where the element is not there. */
export interface CapInfo {
  language: string
  categories: CapCategory[]
  event: string
  responseTypes: CapResponseType[]
  urgency: CapUrgency
  severity: CapSeverityCode
  certainty: CapCertainty
  audience: string | null
  eventCodes: CapPair[]
  /** Null: as `sentAt` of the alert. */
  effectiveAt: number | null
  onsetAt: number | null
  expiresAt: number | null
  senderName: string | null
  headline: string | null
  description: string | null
  instruction: string | null
  web: string | null
  contact: string | null
  parameters: CapPair[]
  resources: CapResource[]
  areas: CapArea[]
}

/** §3.2.1: one CAP message, as its rules leave it. */
export interface CapAlert {
  identifier: string
  sender: string
  sentAt: number
  status: CapMessageStatus
  msgType: CapMsgType
  source: string | null
  scope: CapScope
  restriction: string | null
  addresses: string[]
  codes: string[]
  note: string | null
  references: CapReference[]
  incidents: string[]
  infos: CapInfo[]
  /** It carries an XML signature, which nobody here has verified. */
  isSigned: boolean
}
