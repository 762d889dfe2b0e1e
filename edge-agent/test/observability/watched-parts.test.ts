import type { Files, MessageTransport, ServiceManager, TransportHandlers } from '@tieng-lang/protocol'
import { Watchdog } from '@tieng-lang/protocol'
import { expect, test } from 'vitest'
import type { FrameSource } from '../../src/audio/frame.ts'
import { type AudioOutput, noOutputCounters } from '../../src/hardware/output/audio-output.ts'
import { WatchedParts } from '../../src/observability/watched-parts.ts'
import { ManualClock } from '../hardware/manual-clock.ts'

const never = () => new Promise<never>(() => {})
const FRAME = new Float32Array(960)

/** The three wires of an agent, each of which a test may hold still. */
function rig() {
  const clock = new ManualClock()
  const watched = new WatchedParts()
  const counters = noOutputCounters()
  let source: FrameSource | undefined
  let handlers: TransportHandlers | undefined
  const held = { disk: false, link: false }
  // The outermost wires alone stand in: a card, a broker and a disk.
  const card = {
    start: async (from: FrameSource) => {
      source = from
    },
    counters: () => counters,
  } as Partial<AudioOutput> as AudioOutput
  const broker = {
    start: (told: TransportHandlers) => {
      handlers = told
    },
    publish: () => (held.link ? never() : Promise.resolve()),
  } as Partial<MessageTransport> as MessageTransport
  const disk = {
    replace: () => (held.disk ? never() : Promise.reject(new Error('full'))),
  } as Partial<Files> as Files
  const output = watched.output(card)
  const transport = watched.transport(broker)
  const files = watched.files(disk)
  void output.start({ readFrame: () => FRAME })
  transport.start({ onConnected() {}, onDisconnected() {}, onMessage() {} })
  const told: string[] = []
  const manager = { watchdogMs: 60_000, alive: () => told.push('alive') } as Partial<ServiceManager>
  const watchdog = new Watchdog({
    ...{ clock, parts: watched.list(), onStuck: (part: string) => told.push(part) },
    manager: {
      ready() {},
      stopping() {},
      status() {},
      watchdogMs: 60_000,
      alive: () => {},
      ...manager,
    } as ServiceManager,
  })
  watchdog.start()
  const life = {
    pull: () => source?.readFrame(clock.now()),
    say: () => transport.publish('t', FRAME as never, { isRetained: false }),
    save: () => files.replace('clock.json', new Uint8Array()).catch(() => {}),
    tryCard: () => {
      counters.restarts += 1
    },
    tryBroker: () => handlers?.onConnectFailed?.(new Error('no') as never),
  }
  /** Ten minutes, in each of which the agent does these. */
  const live = async (...acts: (keyof typeof life)[]) => {
    for (let each = 0; each < 60; each += 1) {
      for (const act of acts) void life[act]()
      await Promise.resolve()
      await Promise.resolve()
      clock.advance(10_000)
    }
    return new Set(told.splice(0))
  }
  return { live, held }
}

test('an agent that pulls, says and saves is alive; a full disk is an answer as well', async () => {
  expect(await rig().live('pull', 'say', 'save')).toEqual(new Set(['alive']))
})

test('a card and a server that are away are tried again and again: no restart would bring them back', async () => {
  expect(await rig().live('tryCard', 'tryBroker', 'save')).toEqual(new Set(['alive']))
})

test('an output that pulls nothing, a link that hangs and a write that never ends are each found', async () => {
  expect(await rig().live('say', 'save')).toContain('output')
  const hangingLink = rig()
  hangingLink.held.link = true
  expect(await hangingLink.live('pull', 'say', 'save')).toContain('link')
  const hangingDisk = rig()
  hangingDisk.held.disk = true
  const told = await hangingDisk.live('pull', 'say', 'save')
  expect(told).toContain('disk')
})
