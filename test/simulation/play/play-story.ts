import { createHash } from 'node:crypto'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@tieng-lang/protocol'
import { listPlayouts } from '../../../server/src/storage/playouts/playouts.ts'
import type { Defect } from '../defects/defect.ts'
import type { Invariant } from '../invariants/invariant.ts'
import { makeInvariants } from '../invariants/make-invariants.ts'
import { BEGINS_LOCAL_MS, STORY_BEGINS_AT, TIME_ZONE } from '../story/places.ts'
import type { Act, Fault, Story } from '../story/story.ts'
import type { SimulatedWorld } from '../world.ts'
import { layOut, type Stage } from './lay-out.ts'
import { PeopleAtWork } from './people-at-work.ts'
import { Troubles } from './troubles.ts'

const LOOK_EVERY_MS = 10 * MINUTE_MS
/** Records are sent again after half an hour at most, time is asked for once an hour, housekeeping comes once an hour. */
const REST_MS_MIN = 4 * HOUR_MS
/** 23:30 in Viet Nam: in every night's quiet hours. */
const NIGHT_MS = 23.5 * HOUR_MS - BEGINS_LOCAL_MS
const RECORDS_MAX = 1_000_000

export interface Violation {
  invariant: string
  sentence: string
  /** After the beginning of the story. */
  afterMs: number
}

export interface Played {
  /** Empty where everything held; else those of the first look at which something did not. */
  violations: readonly Violation[]
  /** Of everything that was done, heard and recorded: the same story gives the same. */
  hash: string
  facts: PlayedFacts
}

export interface PlayedFacts {
  /** Days of one cluster, summed over all. */
  clusterDays: number
  heardMs: number
  soundsHeard: number
  recordsStored: number
  actsDone: number
  faults: number
}

export interface PlayOptions {
  defect?: Defect
  /** All of them where nothing else is said. */
  invariants?: readonly Invariant[]
}

/** Plays a story to its end, or to the first violation. */
export async function playStory(
  story: Story,
  { defect, invariants = makeInvariants() }: PlayOptions = {},
): Promise<Played> {
  const stage = await layOut(story, defect)
  const play = new Play(story, stage, invariants)
  const violations = await play.run()
  return { violations, ...outcomeOf(play.world) }
}

class Play {
  readonly world: SimulatedWorld
  readonly #stage: Stage
  readonly #people: PeopleAtWork
  readonly #troubles: Troubles
  readonly #invariants: readonly Invariant[]
  #mendedAt: number | null = null

  constructor(story: Story, stage: Stage, invariants: readonly Invariant[]) {
    const { clock, chance, server, broker, commune } = stage
    this.#stage = stage
    this.#invariants = invariants
    const people = new PeopleAtWork(server, clock, chance.fork('requests'))
    const troubles = new Troubles(stage)
    this.#people = people
    this.#troubles = troubles
    const mendedAt = () => this.#mendedAt
    this.world = {
      ...{ story, clock, broker, startAt: STORY_BEGINS_AT, timeZone: TIME_ZONE },
      ...{ clusters: commune.clusters, acts: people.acts, faults: troubles.faults },
      get mendedAt() {
        return mendedAt()
      },
      get server() {
        return server.present
      },
      get isServerAlive() {
        return server.isAlive
      },
    }
  }

  async run(): Promise<Violation[]> {
    const { story } = this.world
    const foundAtFirst = this.#look('eachStep')
    if (foundAtFirst) return foundAtFirst
    for (const { afterMs, event } of story.events) {
      const found = (await this.#passUntil(STORY_BEGINS_AT + afterMs)) ?? this.#happen(event)
      if (found) return found
    }
    const found = await this.#passUntil(STORY_BEGINS_AT + story.days * DAY_MS)
    return found ?? this.#rest()
  }

  #happen(event: Act | Fault): Violation[] | undefined {
    if (isFault(event)) this.#troubles.begin(event)
    else this.#people.begin(event)
    return this.#look('eachStep')
  }

  /** Everything is mended, nobody does anything any more; in the middle of the night all must be in order. */
  async #rest(): Promise<Violation[]> {
    this.#troubles.mend()
    this.#mendedAt = this.#stage.clock.now()
    const dayMs = Math.ceil((this.#mendedAt - STORY_BEGINS_AT + REST_MS_MIN - NIGHT_MS) / DAY_MS) * DAY_MS
    const found = await this.#passUntil(STORY_BEGINS_AT + dayMs + NIGHT_MS)
    return found ?? this.#look('onceQuiet') ?? []
  }

  async #passUntil(at: number): Promise<Violation[] | undefined> {
    const { clock } = this.#stage
    while (clock.now() < at) {
      await clock.runUntil(Math.min(at, clock.now() + LOOK_EVERY_MS))
      const found = this.#look('eachStep')
      if (found) return found
    }
    return undefined
  }

  #look(when: Invariant['when']): Violation[] | undefined {
    const afterMs = this.#stage.clock.now() - STORY_BEGINS_AT
    const found = this.#invariants
      .filter((invariant) => invariant.when === when)
      .flatMap((invariant) =>
        invariant.check(this.world).map((sentence) => ({ invariant: invariant.name, sentence, afterMs })),
      )
    return found.length > 0 ? found : undefined
  }
}

const FAULTS: Record<Fault['kind'], true> = {
  powerCut: true,
  agentKilled: true,
  serverKilled: true,
  brokerLost: true,
  partition: true,
  badNetwork: true,
  clockStep: true,
  clockDrift: true,
  disk: true,
}

export function isFault(event: Act | Fault): event is Fault {
  return event.kind in FAULTS
}

function outcomeOf({
  clock,
  clusters,
  acts,
  faults,
  server,
}: SimulatedWorld): Pick<Played, 'hash' | 'facts'> {
  const hash = createHash('sha256')
  for (const { act, at, answeredAt, outcome } of acts)
    hash.update(JSON.stringify([act.kind, at, answeredAt, outcome]))
  for (const { name, runs } of clusters) for (const run of runs) hash.update(JSON.stringify([name, run]))
  const records = server.isOver ? [] : listPlayouts(server.services.database, { countMax: RECORDS_MAX })
  for (const record of records) hash.update(JSON.stringify(record))
  const heardMs = clusters.flatMap(({ runs }) => runs.map((run) => run.trueUntilAt - run.trueFromAt))
  return {
    hash: hash.digest('hex'),
    facts: {
      clusterDays: (clusters.length * (clock.now() - STORY_BEGINS_AT)) / DAY_MS,
      heardMs: heardMs.reduce((sum, ms) => sum + ms, 0),
      soundsHeard: clusters.reduce((sum, { runs }) => sum + runs.length, 0),
      recordsStored: records.length,
      actsDone: acts.filter(({ outcome }) => outcome === 'done').length,
      faults: faults.length,
    },
  }
}
