import { createSocket, type RemoteInfo, type Socket } from 'node:dgram'
import { sleep } from '@tieng-lang/protocol'
import { systemClock } from '@tieng-lang/protocol/node'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { NETWORK_PROFILES, NetworkLink, type NetworkProfile, UdpProxy } from '../../src/network/index.ts'
import { SeededChance } from '../../src/virtual/seeded-chance.ts'

const LAN: NetworkProfile = NETWORK_PROFILES.lan
const COUNT = 300

let target: Socket
let client: Socket
let link: NetworkLink
let proxy: UdpProxy
let arrived: { text: string; from: RemoteInfo }[]
let answers: string[]

beforeEach(async () => {
  arrived = []
  answers = []
  target = await bound()
  client = await bound()
  target.on('message', (bytes, from) => arrived.push({ text: bytes.toString(), from }))
  client.on('message', (bytes) => answers.push(bytes.toString()))
  link = new NetworkLink({ clock: systemClock, profile: LAN, chance: new SeededChance('udp') })
  proxy = new UdpProxy({ link, target: { host: '127.0.0.1', port: target.address().port } })
  await proxy.start()
})

afterEach(async () => {
  await proxy.stop()
  target.close()
  client.close()
})

test('datagrams pass both ways, and the target sees one source port', async () => {
  say('one')
  say('two')
  await eventually(() => arrived.length === 2)
  expect(new Set(arrived.map(({ from }) => from.port)).size).toBe(1)
  answer('three')
  await eventually(() => answers.length === 1)
  expect(answers).toEqual(['three'])
})

test('after a rebinding the source port is another, and what is sent to the former one is lost', async () => {
  say('before')
  await eventually(() => arrived.length === 1)
  proxy.rebind()
  answer('lost')
  await sleep(systemClock, 50)
  say('after')
  await eventually(() => arrived.length === 2)
  expect(arrived[0]?.from.port).not.toBe(arrived[1]?.from.port)
  answer('found')
  await eventually(() => answers.length === 1)
  expect(answers).toEqual(['found'])
})

test('a profile with a NAT rebinds by itself', async () => {
  link.use({ ...LAN, rebindEveryMs: 60 })
  for (const text of ['one', 'two', 'three']) {
    say(text)
    await sleep(systemClock, 100)
  }
  await eventually(() => arrived.length === 3)
  expect(new Set(arrived.map(({ from }) => from.port)).size).toBe(3)
})

test('an outage in one direction loses what is sent that way, and only that', async () => {
  say('hello')
  await eventually(() => arrived.length === 1)
  link.block('down')
  answer('lost')
  say('passes')
  await eventually(() => arrived.length === 2)
  link.heal()
  answer('passes too')
  await eventually(() => answers.length === 1)
  expect(answers).toEqual(['passes too'])
})

test('lost, doubled and overtaken by their shares', async () => {
  const up = { ...LAN.up, loss: { share: 0.2, burstPackets: 1.25 }, duplicated: 0.2, reordered: 0.2 }
  link.use({ up, down: LAN.down, rebindEveryMs: null })
  for (let index = 0; index < COUNT; index += 1) {
    say(String(index))
    await sleep(systemClock, 1)
  }
  await sleep(systemClock, 300)
  const numbers = arrived.map(({ text }) => Number(text))
  const once = new Set(numbers)
  expect(once.size / COUNT).toBeCloseTo(0.8, 0)
  expect(numbers.length - once.size).toBeGreaterThan(0.1 * COUNT)
  expect(numbers.filter((number, index) => number < (numbers[index - 1] ?? 0)).length).toBeGreaterThan(
    0.05 * COUNT,
  )
})

test('more senders than a NAT has room for: the one that was silent longest makes way', async () => {
  const many = await Promise.all(Array.from({ length: 70 }, () => bound()))
  try {
    for (const [index, socket] of many.entries()) socket.send(String(index), proxy.port, '127.0.0.1')
    await eventually(() => arrived.length === 70)
    expect(new Set(arrived.map(({ from }) => from.port)).size).toBe(70)
  } finally {
    for (const socket of many) socket.close()
  }
})

function say(text: string): void {
  client.send(text, proxy.port, '127.0.0.1')
}

/** To where the target last heard from. */
function answer(text: string): void {
  const last = arrived.at(-1)
  if (last) target.send(text, last.from.port, last.from.address)
}

async function bound(): Promise<Socket> {
  const socket = createSocket('udp4')
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return socket
}

async function eventually(condition: () => boolean): Promise<void> {
  const endMs = systemClock.monotonicMs() + 5_000
  while (!condition()) {
    if (systemClock.monotonicMs() > endMs) throw new Error('did not happen')
    await sleep(systemClock, 10)
  }
}
