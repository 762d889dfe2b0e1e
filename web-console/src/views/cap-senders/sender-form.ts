import type { AreaId, CapPolicyRow, NewCapSender } from '@tieng-lang/protocol/browser'

/** As the protocol's lists, whose shapes are too heavy to load for a few words; the gravest and most urgent first. */
export const STATUSES = ['Actual', 'Exercise'] as const satisfies CapPolicyRow['statuses']
export const SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
export const URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const

const PER_MINUTE = 30

/** A system that may send CAP messages, as it is being written. */
export interface SenderForm {
  name: string
  /** One a line. */
  senders: string
  areaIds: readonly AreaId[]
  perMinuteMax: number
  policies: readonly CapPolicyRow[]
}

export const EMPTY_SENDER: SenderForm = {
  ...{ name: '', senders: '', areaIds: [], perMinuteMax: PER_MINUTE, policies: [] },
}

/** What is grave and near, and waits for a person unless that is changed. */
export const NEW_POLICY: CapPolicyRow = {
  statuses: ['Actual'],
  msgTypes: ['Alert', 'Update', 'Cancel'],
  severities: ['Extreme', 'Severe'],
  urgencies: ['Immediate', 'Expected'],
  ...{ senders: [], geocodes: [], events: [] },
  soundsAs: 'storm',
  decision: 'wait',
}

export function isSenderReady({ name, senders, areaIds, policies }: SenderForm): boolean {
  const isWhole = policies.every(({ statuses, severities, urgencies }) =>
    [statuses, severities, urgencies].every(({ length }) => length > 0),
  )
  return name.trim() !== '' && linesOf(senders).length > 0 && areaIds.length > 0 && isWhole
}

/** The body of the POST. */
export function newSenderOf({ name, senders, areaIds, perMinuteMax, policies }: SenderForm): NewCapSender {
  return {
    ...{ name: name.trim(), senders: linesOf(senders), areaIds: [...areaIds] },
    ...{ perMinuteMax, policies: [...policies] },
  }
}

function linesOf(text: string): string[] {
  const lines = text.split('\n').map((line) => line.trim())
  return [...new Set(lines.filter((line) => line !== ''))]
}
