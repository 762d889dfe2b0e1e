import { DAY_MS, type Id, MINUTE_MS, type PlainCommandBody, SECOND_MS } from '@tieng-lang/protocol'
import type { SeededChance } from '../../../hardware-sim/src/virtual/index.ts'
import { randomDefinition } from './definitions.ts'
import { instantsMs, pick, pickWeighted, shortMs } from './picking.ts'
import { BEGINS_LOCAL_MS, COMMUNES, PROVINCE, QUIET_HOURS, randomPlace, randomTargets } from './places.ts'
import type { Act, Story, StoryEvent } from './story.ts'

type Voice = Extract<Act, { kind: 'speak' }>

const ACTS_A_DAY = 10
const BULLETINS_FIRST = 6
const PROGRAMMES_FIRST = 4
const PROGRAMMES_MIN = 4
/** More of them at once and everything would only be late. */
const PROGRAMMES_MAX = 7
const LENGTHS_MS = [
  8 * SECOND_MS,
  100 * SECOND_MS,
  5 * MINUTE_MS,
  9 * MINUTE_MS,
  17 * MINUTE_MS,
  26 * MINUTE_MS,
]

/** What the people of a province do in so many days, as far as anyone can know it beforehand. */
export function peopleOf(
  chance: SeededChance,
  { days, clusterIds }: Pick<Story, 'days' | 'clusterIds'>,
): StoryEvent[] {
  return new People(chance, clusterIds).live(days * DAY_MS)
}

/** Remembers what should be there by now; what a server refuses it does not know, and asks for all the same. */
class People {
  readonly #chance: SeededChance
  readonly #clusterIds: Story['clusterIds']
  readonly #events: StoryEvent[] = []
  #bulletins: Id[] = []
  /** With the times of day at which they begin. */
  readonly #programmes = new Map<Id, readonly string[]>()
  #count = 0

  constructor(chance: SeededChance, clusterIds: Story['clusterIds']) {
    this.#chance = chance
    this.#clusterIds = clusterIds
  }

  live(untilMs: number): StoryEvent[] {
    for (let count = 0; count < BULLETINS_FIRST; count++) this.#newBulletin(MINUTE_MS)
    for (let count = 0; count < PROGRAMMES_FIRST; count++) this.#newProgramme(3 * MINUTE_MS)
    for (const atMs of instantsMs(this.#chance, { count: ACTS_A_DAY, everyMs: DAY_MS, untilMs }))
      this.#act(atMs)
    return this.#events
  }

  #act(atMs: number): void {
    const chance = this.#chance
    pickWeighted<() => void>(chance, [
      [3, () => this.#newBulletin(atMs)],
      [3, () => this.#newProgramme(atMs)],
      [3, () => this.#changeProgramme(atMs)],
      [2, () => this.#removeProgramme(atMs)],
      [1, () => this.#takeBack(atMs)],
      [1, () => this.#say(atMs, { kind: 'returnProgramme', programmeId: this.#anyProgramme() })],
      [3, () => this.#stop(atMs)],
      [4, () => this.#command(atMs)],
      [1, () => this.#moveCluster(atMs)],
      [0.3, () => this.#moveArea(atMs)],
      [1, () => this.#setQuietHours(atMs)],
      [2, () => this.#raise(atMs)],
      [5, () => this.#speak(atMs)],
    ])()
  }

  #say(atMs: number, event: Act): void {
    this.#events.push({ afterMs: Math.round(atMs), event })
  }

  /** A while later; people need time to read what they approve. */
  #later(atMs: number): number {
    return atMs + this.#chance.next() ** 2 * 20 * MINUTE_MS
  }

  #newBulletin(atMs: number): void {
    const bulletinId = `bt-${++this.#count}`
    this.#say(atMs, { kind: 'uploadBulletin', bulletinId, durationMs: pick(this.#chance, LENGTHS_MS) })
    this.#bulletins.push(bulletinId)
    this.#review(atMs, { kind: 'submitBulletin', bulletinId }, { kind: 'approveBulletin', bulletinId })
  }

  /** Handed in, then approved; now and then somebody forgets the one or the other. */
  #review(atMs: number, submit: Act, approve: Act): void {
    const submittedMs = atMs < 5 * MINUTE_MS ? atMs + SECOND_MS : this.#later(atMs)
    const approvedMs = atMs < 5 * MINUTE_MS ? atMs + 2 * SECOND_MS : this.#later(submittedMs)
    if (atMs < 5 * MINUTE_MS || this.#chance.next() < 0.95) this.#say(submittedMs, submit)
    if (atMs < 5 * MINUTE_MS || this.#chance.next() < 0.9) this.#say(approvedMs, approve)
  }

  #newProgramme(atMs: number): void {
    const programmeId = `ct-${++this.#count}`
    this.#plan('planProgramme', programmeId, atMs)
    if (this.#programmes.size > PROGRAMMES_MAX) this.#removeProgramme(atMs + MINUTE_MS)
  }

  #changeProgramme(atMs: number): void {
    this.#plan('changeProgramme', this.#anyProgramme(), atMs)
  }

  #plan(kind: 'planProgramme' | 'changeProgramme', programmeId: Id, atMs: number): void {
    const chance = this.#chance
    const definition = randomDefinition(chance, programmeId, {
      bulletinIds: this.#bulletins,
      afterMs: Math.round(atMs),
    })
    const { recurrence } = definition
    this.#programmes.set(programmeId, 'startTimes' in recurrence ? recurrence.startTimes : [])
    this.#say(atMs, { kind, definition, targets: randomTargets(chance, this.#clusterIds) })
    this.#review(atMs, { kind: 'submitProgramme', programmeId }, { kind: 'approveProgramme', programmeId })
  }

  #removeProgramme(atMs: number): void {
    if (this.#programmes.size <= PROGRAMMES_MIN) return
    const programmeId = this.#anyProgramme()
    this.#programmes.delete(programmeId)
    this.#say(atMs, { kind: 'removeProgramme', programmeId })
  }

  #takeBack(atMs: number): void {
    if (this.#bulletins.length < 3) return
    const bulletinId = pick(this.#chance, this.#bulletins)
    const kind = pick(this.#chance, ['returnBulletin', 'withdrawBulletin'] as const)
    if (kind === 'withdrawBulletin') this.#bulletins = this.#bulletins.filter((each) => each !== bulletinId)
    this.#say(atMs, { kind, bulletinId })
  }

  #stop(atMs: number): void {
    const place = randomPlace(this.#chance, this.#clusterIds)
    const broadcast = this.#chance.next() < 0.3 ? 'whatever' : { of: pick(this.#chance, this.#clusterIds) }
    this.#say(this.#whenSounding(atMs), { kind: 'stop', place, broadcast })
  }

  #command(atMs: number): void {
    const chance = this.#chance
    const place = randomPlace(chance, this.#clusterIds)
    const body = pick<PlainCommandBody>(chance, [
      { name: 'pause' },
      { name: 'next' },
      { name: 'volume', percent: Math.floor(chance.next() * 101) },
      { name: 'restart' },
    ])
    const givenMs = this.#whenSounding(atMs)
    this.#say(givenMs, { kind: 'command', place, body })
    if (body.name === 'pause')
      this.#say(givenMs + chance.next() * 3 * MINUTE_MS, { kind: 'command', place, body: { name: 'resume' } })
  }

  /** Mostly a few minutes after some programme has begun on that day or the next: when there is something to hear. */
  #whenSounding(atMs: number): number {
    const startTimes = [...this.#programmes.values()].flat()
    if (startTimes.length === 0 || this.#chance.next() < 0.2) return atMs
    const [hour = 0, minute = 0] = pick(this.#chance, startTimes).split(':').map(Number)
    const dayMs = Math.floor(atMs / DAY_MS) * DAY_MS
    const startMs = dayMs + (hour * 60 + minute) * MINUTE_MS - BEGINS_LOCAL_MS
    return (startMs > atMs ? startMs : startMs + DAY_MS) + this.#chance.next() ** 2 * 12 * MINUTE_MS
  }

  #anyProgramme(): Id {
    return pick(this.#chance, [...this.#programmes.keys()])
  }

  #moveCluster(atMs: number): void {
    const clusterId = pick(this.#chance, this.#clusterIds)
    this.#say(atMs, { kind: 'moveCluster', clusterId, areaId: pick(this.#chance, COMMUNES) })
  }

  /** Only the last commune moves: below the first, and back. */
  #moveArea(atMs: number): void {
    const [first = PROVINCE, , third = PROVINCE] = COMMUNES
    this.#say(atMs, { kind: 'moveArea', areaId: third, parentId: pick(this.#chance, [first, PROVINCE]) })
  }

  /** At any hour; most are ended by a person, the others by their time. */
  #raise(atMs: number): void {
    const chance = this.#chance
    const emergencyId = `kc-${++this.#count}`
    const place = randomPlace(chance, this.#clusterIds)
    const lastsMs = Math.round((5 + chance.next() ** 2 * 175) * MINUTE_MS)
    this.#say(atMs, {
      ...{ kind: 'raiseEmergency', emergencyId, lastsMs },
      status: chance.next() < 0.7 ? 'Actual' : 'Exercise',
      severity: pick(chance, ['Extreme', 'Severe', 'Moderate'] as const),
      place,
      everyS: pick(chance, [60, 120, 600]),
    })
    if (chance.next() < 0.3)
      this.#say(atMs + chance.next() * 10 * MINUTE_MS, { kind: 'updateEmergency', emergencyId, lastsMs })
    if (chance.next() < 0.4)
      this.#say(
        atMs + SECOND_MS + chance.next() * 3 * MINUTE_MS,
        this.#voice({ ofEmergency: emergencyId, place }),
      )
    const how = pick(chance, ['allClear', 'cancel', 'correction'] as const)
    if (chance.next() < 0.75)
      this.#say(atMs + chance.next() ** 2 * 60 * MINUTE_MS, { kind: 'endEmergency', emergencyId, how })
  }

  /** Mostly into a programme; every third time somebody else wants the microphone before the first has ended. */
  #speak(atMs: number): void {
    const chance = this.#chance
    const spokenMs = this.#whenSounding(atMs)
    const first = this.#voice({})
    this.#say(spokenMs, first)
    if (chance.next() < 0.35) this.#say(spokenMs + chance.next() * first.forMs, this.#voice({}))
  }

  #voice(known: Partial<Voice>): Voice {
    const chance = this.#chance
    return {
      ...{ kind: 'speak', place: randomPlace(chance, this.#clusterIds), ofEmergency: null },
      silenced: chance.next() < 0.3 ? [pick(chance, this.#clusterIds)] : [],
      takeOver: chance.next() < 0.5,
      forMs: shortMs(chance, 3 * SECOND_MS, 6 * MINUTE_MS),
      ending: pick(chance, ['ends', 'ends', 'ends', 'forgotten', 'lost'] as const),
      ...known,
    }
  }

  #setQuietHours(atMs: number): void {
    const areaId = pick(this.#chance, COMMUNES)
    this.#say(atMs, { kind: 'setQuietHours', areaId, quietHours: pick(this.#chance, QUIET_HOURS) })
  }
}
