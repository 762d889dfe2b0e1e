import {
  type ClusterConfig,
  createKeyPair,
  ed25519Check,
  ed25519Signer,
  openButtonRequest,
} from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import { LocalButton } from '../../src/conductor/button/local-button.ts'
import { noReadings, type Readings } from '../../src/hardware/index.ts'
import { ButtonMemory, type UnsentRequest } from '../../src/stores/button-memory.ts'
import { CLUSTER, config, emergency } from '../sealing.ts'
import { SeededChance } from '../virtual.ts'
import { type Life, Rig } from './rig.ts'

const device = createKeyPair()

/** A board whose counter a test turns, read when the test says. */
class CountingBoard {
  presses = 0
  readonly #buttonListeners: (() => void)[] = []
  readonly #listeners: ((readings: Readings) => void)[] = []

  onButton(run: () => void): void {
    this.#buttonListeners.push(run)
  }

  onReadings(run: (readings: Readonly<Readings>) => void): void {
    this.#listeners.push(run)
  }

  press(): void {
    this.presses += 1
    for (const run of this.#buttonListeners) run()
    this.read()
  }

  read(): void {
    for (const run of this.#listeners) run({ ...noReadings(), buttonPresses: this.presses })
  }
}

function configWithButton(rig: Rig): ClusterConfig {
  const sounds = { opening: [rig.part(700)], message: [rig.part(1_300)], speech: null, closing: [] }
  const button = {
    event: 'fire' as const,
    severity: 'Severe' as const,
    sounds,
    repeatsAfterS: [10],
    lastsMs: 60_000,
  }
  return { ...config, emergencyKit: { sounds: [], button } }
}

interface Pole {
  rig: Rig
  life: Life
  board: CountingBoard
  sent: { request: UnsentRequest; onSent: () => void }[]
  watch(options?: { board?: CountingBoard; awayMs?: number | null }): Promise<ButtonMemory>
}

async function newPole(kit = true): Promise<Pole> {
  const rig = new Rig()
  const clusterConfig = kit ? configWithButton(rig) : config
  const life = await rig.startLife(rig.plan(), clusterConfig)
  await rig.clock.advance(3_000)
  const sent: Pole['sent'] = []
  const chance = new SeededChance('button')
  const pole: Pole = {
    ...{ rig, life, sent, board: new CountingBoard() },
    async watch({ board = pole.board, awayMs = null } = {}) {
      const memory = new ButtonMemory(rig.disk.open())
      const starting = memory.start()
      await rig.clock.advance(100)
      await starting
      const { conductor } = life.room
      const button = new LocalButton({
        ...{ clock: rig.wall, chance, board, memory, clusterId: CLUSTER, bootId: 'boot' },
        signer: ed25519Signer(device),
        config: () => clusterConfig,
        output: () => conductor.output(),
        awayMs: () => awayMs,
        onWarning: (warning) => conductor.emergencyTaken(warning, 1, { isLocal: true }),
        send: (request, onSent) => sent.push({ request, onSent }),
      })
      button.start()
      board.read()
      return memory
    },
  }
  return pole
}

const opened = ({ sealed }: UnsentRequest) => {
  const request = openButtonRequest(sealed, {
    ...{ clusterId: CLUSTER, publicKey: device.publicKey, signatures: ed25519Check() },
  })
  return request.ok ? request.value : request.code
}

test('a press sounds at once with no server, repeats, and asks the server under the device’s seal', async () => {
  const { rig, life, board, sent, watch } = await newPole()
  await watch()
  const pressedAt = rig.clock.now()
  board.press()
  await rig.clock.advance(30_000)
  const [first] = life.output.sounds()
  // The amplifier was cold.
  expect((first?.from ?? 0) - pressedAt).toBeLessThan(rig.warmUpMs + 200)
  const [request] = sent.map((one) => opened(one.request))
  expect(request).toMatchObject({ clusterId: CLUSTER, press: 1, event: 'fire', pressedAt })
  const emergencyId = typeof request === 'object' ? request.emergencyId : ''
  expect(emergencyId).toMatch(/^button-/)
  expect((await life.records()).map(({ occurrenceId, outcome }) => [occurrenceId, outcome])).toEqual([
    [`${emergencyId}#1#0`, 'heard'],
    [`${emergencyId}#1#1`, 'heard'],
  ])
  await life.stop()
})

test('pressing again within its life starts no second one; after an end, a stop or its expiry it does', async () => {
  const { rig, life, board, sent, watch } = await newPole()
  await watch()
  const press = async () => {
    board.press()
    await rig.clock.advance(100)
    board.press()
    await rig.clock.advance(5_000)
    board.press()
    await rig.clock.advance(100)
    const last = sent.at(-1)
    const request = last && opened(last.request)
    return typeof request === 'object' ? request.emergencyId : ''
  }
  const first = await press()
  expect(sent).toHaveLength(1)
  const held = life.room.conductor.emergencyOf(first) ?? emergency()
  life.room.conductor.emergencyTaken({ ...held, state: 'ended' }, 2)
  await rig.clock.advance(5_000)
  const second = await press()
  expect(sent).toHaveLength(2)
  await rig.command(life, { name: 'stop', broadcastId: `${second}@1` })
  await rig.clock.advance(5_000)
  await press()
  expect(sent).toHaveLength(3)
  await rig.clock.advance(70_000)
  await press()
  expect(sent).toHaveLength(4)
  await life.stop()
})

test('a revision of the server’s takes the warning over: nothing begins anew, and it ends as the server says', async () => {
  const { rig, life, board, sent, watch } = await newPole()
  await watch()
  board.press()
  await rig.clock.advance(1_500)
  const request = sent[0] && opened(sent[0].request)
  const emergencyId = typeof request === 'object' ? request.emergencyId : ''
  const held = life.room.conductor.emergencyOf(emergencyId) ?? emergency()
  const wider = { ...held, targets: { areas: ['xa-a'], clusters: [] } }
  life.room.conductor.emergencyTaken(wider, rig.clock.now())
  await rig.clock.advance(5_000)
  life.room.conductor.emergencyTaken({ ...wider, state: 'ended' }, rig.clock.now() + 1)
  await rig.clock.advance(30_000)
  expect(await life.records()).toMatchObject([{ occurrenceId: `${emergencyId}#1#0`, outcome: 'heard' }])
  await life.stop()
})

test('presses are counted over restarts, what was not sent is sent by the next life, and what was is not', async () => {
  const { rig, board, sent, watch } = await newPole()
  await watch()
  board.press()
  await rig.clock.advance(65_000)
  board.press()
  await rig.clock.advance(1_000)
  sent[0]?.onSent()
  await rig.clock.advance(1_000)
  const count = sent.length
  await watch({ board: new CountingBoard() })
  expect(sent.slice(count).map(({ request }) => request.press)).toEqual([2])
  const memory = new ButtonMemory(rig.disk.open())
  const starting = memory.start()
  await rig.clock.advance(100)
  await starting
  expect(memory.nextPress()).toBe(3)
})

test.each([
  ['a moment ago', 30_000, 1],
  ['hours ago', 3 * 3_600_000, 0],
  ['nobody knows when', null, 0],
])('a press while the agent was away: %s', async (_, awayMs, warnings) => {
  const { rig, sent, watch } = await newPole()
  await watch()
  await rig.clock.advance(1_000)
  const board = new CountingBoard()
  board.presses = 1
  await watch({ board, awayMs })
  await rig.clock.advance(5_000)
  expect(sent).toHaveLength(warnings)
})

test('without a warning in the kit the button does nothing', async () => {
  const { rig, life, board, sent, watch } = await newPole(false)
  await watch()
  board.press()
  await rig.clock.advance(10_000)
  expect(sent).toEqual([])
  expect(life.output.sounds()).toEqual([])
  await life.stop()
})
