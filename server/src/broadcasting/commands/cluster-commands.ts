import {
  type ClusterId,
  CodedError,
  type CommandAnswerLine,
  type CommandBody,
  type CommandOrder,
  type Id,
} from '@tieng-lang/protocol'
import { recordAct } from '../../access/audit.ts'
import type { Principal } from '../../access/principal.ts'
import type { Services } from '../services.ts'
import type { CommandAnswer } from './command-desk.ts'
import { orderPlaceOf } from './order-place.ts'

/** Gives one command to every cluster of a place; one answer for each, told live as well. */
export function commandClusters(
  services: Services,
  { place, body, requestId }: CommandOrder,
  by: Principal,
): Promise<CommandAnswerLine[]> {
  const { clusterIds, areaIds, subject } = orderPlaceOf(services, place)
  const { database, clock } = services
  const alsoRecord = () =>
    recordAct(database, {
      ...{ at: clock.now(), by, act: `sound.${body.name}`, areaIds, subject },
      detail: { place, body, clusterCount: clusterIds.length },
    })
  const onAnswer = answerTeller(services, requestId)
  const given = services.commands.give(clusterIds, {
    ...{ body, givenBy: by.name, traceId: by.traceId, alsoRecord, onAnswer },
  })
  return given.then((answers) => answers.map(lineOf))
}

/** Tells each answer to the people who may see its cluster. */
export function answerTeller({ updates, board }: Services, requestId: Id): (answer: CommandAnswer) => void {
  return (answer) => {
    const areaId = board.peek(answer.clusterId)?.areaId
    updates.tell(
      { kind: 'commandAnswer', requestId, line: lineOf(answer) },
      areaId === undefined ? [] : [areaId],
    )
  }
}

/** An answer as people are shown it, `afterMs` in whole milliseconds. */
export function lineOf({ clusterId, outcome, detail, afterMs }: CommandAnswer): CommandAnswerLine {
  return { clusterId, outcome, detail, afterMs: Math.round(afterMs) }
}

/**
 * Sends our time to a cluster in answer to the last nonce it gave. The cluster counts it only where the answer is
 * quick (DESIGN §3 *Time*). Throws `notConnected` where no nonce is known.
 */
export async function sendTime(
  services: Services,
  clusterId: ClusterId,
  { name: givenBy, traceId }: Principal,
): Promise<CommandAnswerLine[]> {
  const nonce = services.reports.find(clusterId, 'presence')?.timeNonce
  if (nonce === undefined) throw new CodedError('notConnected', `${clusterId} has not asked for the time`)
  const body: CommandBody = { name: 'time', nonce, serverAt: services.clock.now() }
  const answers = await services.commands.give([clusterId], { body, givenBy, traceId })
  return answers.map(lineOf)
}
