import { CodedError, type Id, type LivePlace, newId, type Place } from '@tieng-lang/protocol'
import type { SeededChance, VirtualClock } from '../../../hardware-sim/src/virtual/index.ts'
import type { Principal } from '../../../server/src/access/principal.ts'
import {
  approveBulletin,
  returnBulletin,
  submitBulletin,
  withdrawBulletin,
} from '../../../server/src/broadcasting/bulletins/review.ts'
import { commandClusters } from '../../../server/src/broadcasting/commands/cluster-commands.ts'
import { stopBroadcast } from '../../../server/src/broadcasting/commands/stop-broadcast.ts'
import { endEmergency } from '../../../server/src/broadcasting/emergencies/change/end-emergency.ts'
import { updateEmergency } from '../../../server/src/broadcasting/emergencies/change/update-emergency.ts'
import { raiseEmergency } from '../../../server/src/broadcasting/emergencies/raise/raise-emergency.ts'
import { startSession } from '../../../server/src/broadcasting/live/start/start-session.ts'
import {
  addProgramme,
  changeProgramme,
  withdrawProgramme,
} from '../../../server/src/broadcasting/programmes/programme-changes.ts'
import {
  approveProgramme,
  returnProgramme,
  submitProgramme,
} from '../../../server/src/broadcasting/programmes/programme-review.ts'
import { changeArea } from '../../../server/src/broadcasting/tree/areas.ts'
import { changeCluster } from '../../../server/src/broadcasting/tree/clusters.ts'
import type { ServerLives } from '../../support/virtual/server-lives.ts'
import { LifeIsOver } from '../../support/virtual/server-machine.ts'
import type { VirtualServer } from '../../support/virtual/virtual-server.ts'
import type { Act } from '../story/story.ts'
import type { DoneAct } from '../world.ts'
import { Microphone } from './microphone.ts'

const person = (operatorId: string, name: string, role: Principal['grants'][number]['role']): Principal => ({
  ...{ operatorId, name, address: '10.0.0.1' },
  grants: [{ role, areaId: null }],
})
const WRITER = person('op-bien-tap', 'Biên tập', 'broadcaster')
const SPEAKER = person('op-phat-thanh', 'Phát thanh', 'operator')
const LEADER = person('op-lanh-dao', 'Lãnh đạo', 'approver')
const ADMINISTRATOR = person('op-quan-tri', 'Quản trị', 'administrator')

/** People at their desks: each act goes to the present life of the server, and what came of it is noted. */
export class PeopleAtWork {
  readonly acts: DoneAct[] = []
  readonly #server: ServerLives
  readonly #clock: VirtualClock
  readonly #chance: SeededChance

  constructor(server: ServerLives, clock: VirtualClock, chance: SeededChance) {
    this.#server = server
    this.#clock = clock
    this.#chance = chance
  }

  /** Begins the act; its answer comes when the server gives it, or never. */
  begin(act: Act): void {
    const done: DoneAct = { act, at: this.#clock.now(), answeredAt: null, outcome: null }
    this.acts.push(done)
    const answer = (outcome: string) => {
      done.answeredAt = this.#clock.now()
      done.outcome = outcome
    }
    if (!this.#server.isAlive) {
      answer('serverDown')
      return
    }
    if (act.kind === 'stop') done.broadcastId = broadcastOf(this.#server.present, act)
    this.#carryOut(done).then(
      () => answer('done'),
      (cause: unknown) => {
        if (cause instanceof CodedError) answer(cause.code)
        else if (!(cause instanceof LifeIsOver)) throw cause
      },
    )
  }

  async #carryOut(done: DoneAct): Promise<void> {
    const { act, broadcastId = null } = done
    const { services } = this.#server.present
    const expected = 'any' as const
    if (act.kind === 'stop' || act.kind === 'command') {
      const order = { place: act.place, requestId: newId('req', this.#chance) }
      if (act.kind === 'stop') await stopBroadcast(services, { ...order, broadcastId }, WRITER)
      else await commandClusters(services, { ...order, body: act.body }, WRITER)
    } else if (act.kind === 'moveCluster') {
      const { clusterId, areaId } = act
      changeCluster(services, { clusterId, expected, change: { areaId } }, ADMINISTRATOR)
    } else if (act.kind === 'moveArea') {
      const { areaId, parentId } = act
      changeArea(services, { areaId, expected, change: { parentId } }, ADMINISTRATOR)
    } else if (act.kind === 'setQuietHours') {
      const { areaId, quietHours } = act
      changeArea(services, { areaId, expected, change: { settings: { quietHours } } }, ADMINISTRATOR)
    } else if (act.kind === 'speak') done.sessionId = this.#speak(act)
    else if ('emergencyId' in act) await this.#warn(act)
    else await this.#write(act)
  }

  #speak(act: Extract<Act, { kind: 'speak' }>): Id {
    const { present } = this.#server
    const { place, silenced, takeOver, ofEmergency } = act
    const by = ofEmergency === null ? SPEAKER : ADMINISTRATOR
    const order = {
      ...{ requestId: newId('req', this.#chance), title: 'Nói trực tiếp', delay: 'live' as const, takeOver },
      ...{ place: broadPlace(place), silenced: [...silenced] },
      ...(ofEmergency !== null && { emergencyId: ofEmergency }),
    }
    const { sessionId } = startSession(present.services, order, by)
    const endId = newId('req', this.#chance)
    new Microphone({ server: present, clock: this.#clock, sessionId }).speak(act, { endId, by })
    return sessionId
  }

  async #warn(act: WarningAct): Promise<void> {
    const { services } = this.#server.present
    const about = { emergencyId: act.emergencyId, requestId: newId('req', this.#chance), reason: 'Thử' }
    const warning = (lastsMs: number, everyS: number) => ({
      ...{ event: 'flood' as const, text: '', language: 'vi', expiresAt: this.#clock.now() + lastsMs },
      repeatPlan: { soonTimes: 0, soonEveryS: 60, thenEveryS: everyS },
    })
    if (act.kind === 'endEmergency') await endEmergency(services, { ...about, how: act.how }, ADMINISTRATOR)
    else if (act.kind === 'updateEmergency') {
      const order = { ...about, ...warning(act.lastsMs, 120), severity: 'Severe' as const }
      await updateEmergency(services, order, ADMINISTRATOR)
    } else {
      const { status, severity, place, everyS, lastsMs } = act
      const order = { ...about, ...warning(lastsMs, everyS), status, severity, commander: 'Chủ tịch' }
      await raiseEmergency(
        services,
        { ...order, place: { ...broadPlace(place), polygons: [] } },
        ADMINISTRATOR,
      )
    }
  }

  /** Bulletins and programmes. */
  async #write(act: WritingAct): Promise<void> {
    const server = this.#server.present
    const { services } = server
    if ('bulletinId' in act) await writeBulletin(server, act)
    else if ('definition' in act) {
      const body = { definition: act.definition, targets: act.targets }
      if (act.kind === 'planProgramme') addProgramme(services, body, WRITER)
      else changeProgramme(services, { ...body, expected: 'any' }, WRITER)
    } else {
      const about = { programmeId: act.programmeId, expected: 'any' as const }
      if (act.kind === 'submitProgramme') submitProgramme(services, { ...about, by: WRITER })
      else if (act.kind === 'approveProgramme') approveProgramme(services, { ...about, by: LEADER })
      else if (act.kind === 'returnProgramme')
        returnProgramme(services, { ...about, by: LEADER, note: 'Sửa lại' })
      else withdrawProgramme(services, about, WRITER)
    }
  }
}

type WarningAct = Extract<Act, { emergencyId: string }>

function broadPlace(place: Place): LivePlace {
  return {
    areas: 'areaId' in place ? [place.areaId] : [],
    zones: 'zoneId' in place ? [place.zoneId] : [],
    clusters: 'clusterId' in place ? [place.clusterId] : [],
  }
}

type WritingAct = Extract<Act, { bulletinId: string } | { programmeId: string } | { definition: unknown }>

async function writeBulletin(
  server: VirtualServer,
  act: Extract<Act, { bulletinId: string }>,
): Promise<void> {
  const { services } = server
  const { bulletinId } = act
  const about = { bulletinId, expected: 'any' as const }
  if (act.kind === 'uploadBulletin') {
    const { name: producedBy, operatorId: producedById } = WRITER
    server.addBulletin(bulletinId, act.durationMs, {
      state: 'draft',
      producedBy,
      producedById,
      approvedBy: null,
    })
  } else if (act.kind === 'submitBulletin') submitBulletin(services, { ...about, by: WRITER })
  else if (act.kind === 'approveBulletin') await approveBulletin(services, { ...about, by: LEADER })
  else if (act.kind === 'returnBulletin') await returnBulletin(services, { ...about, by: LEADER }, 'Sửa lại')
  else await withdrawBulletin(services, { ...about, by: WRITER })
}

/** What a person who looks at that cluster's page sees sounding. */
function broadcastOf(
  { services }: VirtualServer,
  { broadcast }: Extract<Act, { kind: 'stop' }>,
): string | null {
  if (broadcast === 'whatever') return null
  return services.board.peek(broadcast.of)?.sounding?.broadcastId ?? null
}
