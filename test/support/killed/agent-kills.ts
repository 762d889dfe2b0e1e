import type { Chance, Resumption, StepName } from '@tieng-lang/protocol'

/** The sound that every cluster plays once a round. */
export const SOUND_MS = 6_000
/** In that time a sound is over that began anew shortly before its end, and the next one is approved. */
export const ROUND_MS = 22_000

/** Where an agent dies in its round: at a step, or an instant of its sound. */
export type AgentKill = { step: StepName; about?: string } | { placeMs: number }

/** One cluster in one round. */
export interface Ordeal {
  cluster: string
  round: number
  rule: Resumption
  /** None where there are more places than kills. */
  kill: AgentKill | undefined
  programmeId: string
}

/** In the order in which a cluster passes them; those of a plan and its audio first. */
export const STEPS_BEFORE: AgentKill[] = [
  { step: 'mediaStored' },
  { step: 'documentOpened', about: 'plan' },
  { step: 'documentShelved', about: 'plan' },
]
const STEPS_OF_SOUND: AgentKill[] = (
  [
    ...['amplifierOn', 'soundStarted', 'stateSaved', 'soundEnded', 'recordSealed', 'recordAppended'],
    ...['recordSent', 'receiptTaken', 'amplifierOff'],
  ] as StepName[]
).map((step) => ({ step }))
const RULES: Resumption[] = ['resume', 'restart', 'drop']
/** A little before the first sample as well. */
const PLACE_MS_MIN = -300

/** Each step once, and seeded instants, dealt out to the clusters round by round. */
export function ordeals(
  chance: Chance,
  { clusters, instants }: { clusters: number; instants: number },
): Ordeal[] {
  const places = Array.from({ length: instants }, () => {
    return { placeMs: Math.round(PLACE_MS_MIN + chance.next() * (SOUND_MS - PLACE_MS_MIN)) }
  })
  const kills: AgentKill[] = [...STEPS_BEFORE, ...STEPS_OF_SOUND, ...places]
  const rounds = Math.ceil(kills.length / clusters)
  return Array.from({ length: clusters * rounds }, (_, index) => {
    const round = Math.floor(index / clusters)
    const cluster = `cum-${(index % clusters) + 1}`
    const programmeId = `luot-${round + 1}-${cluster}`
    return { cluster, round, rule: ruleOf(index, clusters), kill: kills[index], programmeId }
  })
}

/** Each rule in turn, and not always the same on one cluster. */
function ruleOf(index: number, clusters: number): Resumption {
  return RULES[(index + Math.floor(index / clusters)) % RULES.length] ?? 'resume'
}
