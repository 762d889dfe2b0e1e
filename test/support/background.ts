import { CodedError, DAY_MS } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { type AddedBulletin, eventually, type TestVillage } from './village.ts'

/** Two sounds, and then room for one more: so it goes on for 20 minutes. */
const ROUND_MS = 4_000
export const SOUND_MS = 1_000
const ITEMS = [
  { itemId: 'a', gapMs: 300 },
  { itemId: 'b', gapMs: 1_700 },
]
const FREE_AT_MS = 2_300
const ROUNDS = 100
const PROGRAMMES = ['nen-1', 'nen-2', 'nen-3']
/** What is approved while the server dies is due so much later. */
const AHEAD_MS = 14_000

/** What a village plays without a pause, and the programmes that are approved meanwhile, each for a place left free. */
export class Background {
  readonly #village: TestVillage
  readonly #bulletin: AddedBulletin
  readonly #extras: { programmeId: string; at: number }[] = []
  #beganAt = 0

  constructor(village: TestVillage, bulletin: AddedBulletin) {
    this.#village = village
    this.#bulletin = bulletin
  }

  /** Resolves when every cluster has what it needs to play it. */
  async begin(): Promise<void> {
    this.#beganAt = roundAfter(systemClock.now() + 5_000)
    const { bulletinId } = this.#bulletin
    const playlist = Array.from({ length: ROUNDS }, (_, round) =>
      ITEMS.map(({ itemId, gapMs }) => {
        return { itemId: `${itemId}-${round}`, title: 'Tin', bulletinId, repeats: 1, gapMs }
      }),
    ).flat()
    for (const [index, programmeId] of PROGRAMMES.entries()) {
      const at = this.#beganAt + index * ROUNDS * ROUND_MS
      await this.#village.putProgramme({ programmeId, recurrence: { kind: 'once', at }, playlist })
    }
    await eventually('every cluster has the audio', async () => {
      const { clusters } = await this.#village.status()
      return clusters.every(({ media }) => media !== null && media.held > 0 && media.held === media.wanted)
    })
  }

  /** One programme more. Rejects where the server dies of it. */
  async approveMore(): Promise<void> {
    const programmeId = `them-${this.#extras.length + 1}`
    const soonest = roundAfter(systemClock.now() + AHEAD_MS) + FREE_AT_MS
    const extra = { programmeId, at: Math.max(soonest, (this.#extras.at(-1)?.at ?? 0) + ROUND_MS) }
    this.#extras.push(extra)
    await this.#village.playOnce(this.#bulletin, extra)
  }

  /** Something that changes the plan and does not sound today. */
  async approveTomorrow(): Promise<void> {
    await this.#village.playOnce(this.#bulletin, { programmeId: 'mai', at: systemClock.now() + DAY_MS })
  }

  /** Those whose approval died with a server, once more. */
  async approveMissing(): Promise<void> {
    for (const extra of this.#extras)
      if (!(await this.#isThere(extra.programmeId))) await this.#village.playOnce(this.#bulletin, extra)
  }

  /** The first round that is still wholly to come. */
  nextRound(): number {
    return Math.max(this.#beganAt, roundAfter(systemClock.now() + 1_000))
  }

  /** The first round from which on nothing more that was approved is due. */
  end(): number {
    return roundAfter(Math.max(systemClock.now(), ...this.#extras.map(({ at }) => at)))
  }

  /** Every occurrence that is due in these rounds, sorted. */
  plannedIn(from: number, until: number): string[] {
    const planned: string[] = []
    for (let at = from; at < until; at += ROUND_MS) {
      const round = (at - this.#beganAt) / ROUND_MS
      const programmeId = PROGRAMMES[Math.floor(round / ROUNDS)]
      for (const { itemId } of ITEMS) planned.push(`${programmeId}@once/${itemId}-${round % ROUNDS}/1`)
    }
    const due = this.#extras.filter(({ at }) => at >= from && at < until)
    return [...planned, ...due.map(({ programmeId }) => `${programmeId}@once/tin/1`)].sort()
  }

  #isThere(programmeId: string): Promise<boolean> {
    return this.#village.administration.get(`/api/v1/programmes/${programmeId}`).then(
      () => true,
      (cause) => {
        if (cause instanceof CodedError) return false
        throw cause
      },
    )
  }
}

/** The first beginning of a round from an instant on. */
function roundAfter(at: number): number {
  return Math.ceil(at / ROUND_MS) * ROUND_MS
}
