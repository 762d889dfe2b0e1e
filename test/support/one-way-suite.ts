import { type RelayDirection, TcpRelay } from '@tieng-lang/hardware-sim'
import { type PlayoutLineAnswer, sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Background, SOUND_MS } from './background.ts'
import { freePort } from './free-port.ts'
import { Horn } from './sound/horn.ts'
import { makeSweep } from './sound/sweep.ts'
import { eventually, TestVillage } from './village.ts'

const CLUSTER = 'cum-1'
const STARVED_SHARE_MAX = 0.1

export interface OneWaySize {
  /** The agent's bundle. */
  program: () => Promise<string>
  /** Long enough for both ends to notice by its keep-alive. */
  heldMs: number
}

/** A commune of one cluster, whose wire to the broker lets nothing pass in one direction. */
interface Commune {
  village: TestVillage
  wire: TcpRelay
  background: Background
}

/** Of `test`: the network is cut in one direction only, side by side in two communes. */
export function oneWaySuite(size: OneWaySize): void {
  describe.concurrent.each(['up', 'down'] as const)('nothing passes %s', (direction) => {
    let commune: Commune | undefined
    let from: number
    let until: number
    let records: PlayoutLineAnswer[] = []
    let noticed: { isConnectedAtServer: boolean; newConnections: number; isPlanHeld: boolean }

    beforeAll(async () => {
      commune = await startCommune(size)
      const { village, wire, background } = commune
      from = background.nextRound()
      await sleep(systemClock, 3_000)
      noticed = await holdFor(commune, direction, size.heldMs)
      wire.release(direction)
      await eventually('the cluster is back', async () => (await clusterOf(village))?.isConnected, 60_000)
      await village.settled(CLUSTER)
      until = background.end()
      await eventually(
        'every record of the time is at the server',
        async () => {
          records = (await village.playouts()).filter(({ dueAt }) => dueAt >= from && dueAt < until)
          return records.length >= background.plannedIn(from, until).length && systemClock.now() > until
        },
        90_000,
      ).catch(() => undefined)
    }, 600_000)

    afterAll(async () => {
      await commune?.village.stop()
      await commune?.wire.stop()
    })

    test('both ends notice by keep-alive, and what was approved meanwhile has not arrived', () => {
      expect(noticed).toEqual({
        isConnectedAtServer: false,
        newConnections: expect.any(Number),
        isPlanHeld: false,
      })
      expect(noticed.newConnections).toBeGreaterThan(0)
    })

    test('the cluster plays on; afterwards each sound has its one record, and nobody refused anything', async () => {
      const { village, background } = commune as Commune
      const told = records.map(({ occurrenceId }) => occurrenceId).sort()
      expect(told).toEqual(background.plannedIn(from, until))
      const partly = records.filter(({ outcome }) => outcome !== 'heard')
      expect(partly.filter(({ reason }) => reason !== 'outputStarved')).toEqual([])
      expect(partly.length).toBeLessThanOrEqual(records.length * STARVED_SHARE_MAX)
      const horn = await Horn.of(village.members[0] ?? { recordingPath: '' })
      for (const { startedAt, outcome } of records) {
        if (outcome !== 'heard' || startedAt === null) continue
        expect(horn.isSilent({ from: startedAt + 100, until: startedAt + SOUND_MS - 100 })).toBe(false)
      }
      expect((await village.status()).refusals).toEqual([])
    })

    test('the plan held is the plan wanted', async () => {
      const { village } = commune as Commune
      const { planRevision } = (await clusterOf(village)) ?? { planRevision: { held: 0, wanted: 1 } }
      expect(planRevision.held).toBe(planRevision.wanted)
    })
  })
}

async function startCommune({ program }: OneWaySize): Promise<Commune> {
  const mqttPort = await freePort()
  const wire = new TcpRelay({ clock: systemClock, targetPort: mqttPort })
  await wire.start()
  const village = await TestVillage.start({
    ownProcess: { mqttPort, mqttUrl: `mqtt://127.0.0.1:${wire.port}` },
    boards: [{ warmUpMs: 200 }],
    program: await program(),
  })
  const background = new Background(village, await village.addBulletin(await makeSweep(SOUND_MS / 1000)))
  await background.begin()
  await village.settled(CLUSTER)
  return { village, wire, background }
}

/** Lets nothing pass for so long, has something approved meanwhile, and says what was noticed at its end. */
async function holdFor({ village, wire, background }: Commune, direction: RelayDirection, heldMs: number) {
  const connectionsBefore = wire.connectionCount
  wire.hold(direction)
  const endMs = systemClock.monotonicMs() + heldMs
  await background.approveTomorrow()
  await sleep(systemClock, Math.max(0, endMs - systemClock.monotonicMs()))
  const cluster = await clusterOf(village)
  return {
    isConnectedAtServer: cluster?.isConnected ?? true,
    newConnections: wire.connectionCount - connectionsBefore,
    isPlanHeld: cluster?.planRevision.held === cluster?.planRevision.wanted,
  }
}

async function clusterOf(village: TestVillage) {
  return (await village.status()).clusters.find(({ clusterId }) => clusterId === CLUSTER)
}
