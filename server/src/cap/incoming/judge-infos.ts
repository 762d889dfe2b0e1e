import type { CapPolicyRow, CapSender, EmergencyEvent } from '@tieng-lang/protocol'
import { folded } from '../../storage/search-text.ts'
import type { CapAlert, CapInfo } from '../cap-alert.ts'
import { geocodesOf } from './cap-place.ts'

/** A policy line that lets these blocks sound without anybody being asked. */
export interface Permit {
  infos: CapInfo[]
  soundsAs: EmergencyEvent
}

/**
 * Which of the blocks the sender's policy lets sound: for each the first line that fits decides, and where none fits it
 * waits. Undefined where none may. Blocks that would sound as something else than the first one wait as well.
 */
export function permitOf(
  { policies }: Pick<CapSender, 'policies'>,
  alert: CapAlert,
  infos: readonly CapInfo[],
): Permit | undefined {
  const permitted = infos.flatMap((info) => {
    const row = policies.find((each) => fits(each, alert, info))
    return row?.decision === 'activate' ? [{ info, soundsAs: row.soundsAs }] : []
  })
  const [first] = permitted
  if (!first) return undefined
  const { soundsAs } = first
  return { soundsAs, infos: permitted.filter((each) => each.soundsAs === soundsAs).map(({ info }) => info) }
}

/** Whether a Cancel, which may hold no block at all, may end what it names. */
export function mayCancel({ policies }: Pick<CapSender, 'policies'>, alert: CapAlert): boolean {
  const row = policies.find(
    ({ statuses, msgTypes, senders }) =>
      includes(statuses, alert.status) && msgTypes.includes('Cancel') && isAmong(senders, alert.sender),
  )
  return row?.decision === 'activate'
}

function fits(row: CapPolicyRow, alert: CapAlert, info: CapInfo): boolean {
  const { statuses, msgTypes, severities, urgencies, senders, geocodes, events } = row
  const codes = geocodesOf([info])
  const isThere =
    geocodes.length === 0 || (codes.length > 0 && codes.every((code) => geocodes.includes(code)))
  const hasShape = info.areas.some(({ polygons, circles }) => polygons.length + circles.length > 0)
  return (
    includes(statuses, alert.status) &&
    includes(msgTypes, alert.msgType) &&
    severities.includes(info.severity) &&
    includes(urgencies, info.urgency) &&
    isAmong(senders, alert.sender) &&
    // A shape beside the codes could reach further than they do.
    isThere &&
    (geocodes.length === 0 || !hasShape) &&
    (events.length === 0 || namesOf(info).some((name) => events.some((event) => folded(event) === name)))
  )
}

function namesOf({ event, eventCodes }: CapInfo): string[] {
  return [event, ...eventCodes.map(({ value }) => value)].map(folded)
}

function includes(list: readonly string[], value: string): boolean {
  return list.includes(value)
}

function isAmong(list: readonly string[], value: string): boolean {
  return list.length === 0 || list.includes(value)
}

const BY_CATEGORY: Readonly<Partial<Record<CapInfo['categories'][number], EmergencyEvent>>> = {
  Fire: 'fire',
  Health: 'epidemic',
  Rescue: 'missingPerson',
  Infra: 'damRelease',
  Geo: 'flashFlood',
  Met: 'storm',
}

/** Without marks and capitals; the first that is found counts. */
const BY_WORD: readonly (readonly [RegExp, EmergencyEvent])[] = [
  [/lu quet|lu ong|sat lo|flash ?flood|landslide/, 'flashFlood'],
  [/xa lu|xa dap|ho chua|dam /, 'damRelease'],
  [/lu |lu$|lut|flood|ngap/, 'flood'],
  [/so tan|evacuat/, 'evacuation'],
  [/chay|fire/, 'fire'],
  [/dich|epidemic/, 'epidemic'],
  [/mat tich|missing|abduct/, 'missingPerson'],
  [/bao|storm|typhoon|cyclone|dong|loc/, 'storm'],
]

/** What a person is offered; they say what it really is. */
export function guessEvent(info: CapInfo | undefined): EmergencyEvent | null {
  if (!info) return null
  const words = folded(info.event)
  const byWord = BY_WORD.find(([pattern]) => pattern.test(words))
  const byCategory = info.categories.flatMap((category) => BY_CATEGORY[category] ?? [])
  return byWord?.[1] ?? byCategory[0] ?? null
}
