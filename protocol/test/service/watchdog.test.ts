import { expect, test } from 'vitest'
import { type Clock, type ServiceManager, Watchdog } from '../../src/index.ts'

/** A clock that a test moves on; one timer at a time is enough for a watchdog. */
function handClock() {
  let nowMs = 0
  let due: { atMs: number; run: () => void } | undefined
  const clock: Clock = {
    now: () => nowMs,
    monotonicMs: () => nowMs,
    after(delayMs, run) {
      const timer = { atMs: nowMs + delayMs, run }
      due = timer
      return {
        cancel: () => {
          if (due === timer) due = undefined
        },
      }
    },
  }
  const advance = (durationMs: number) => {
    const endMs = nowMs + durationMs
    while (due && due.atMs <= endMs) {
      const { atMs, run } = due
      due = undefined
      nowMs = atMs
      run()
    }
    nowMs = endMs
  }
  return { clock, advance }
}

function listeningManager(watchdogMs: number | undefined) {
  const said: string[] = []
  const manager: ServiceManager = {
    watchdogMs,
    ready: () => said.push('ready'),
    alive: () => said.push('alive'),
    stopping: () => said.push('stopping'),
    status: (text) => said.push(text),
  }
  return { manager, said, fed: () => said.filter((word) => word === 'alive').length }
}

test('it is fed three times a period while every part gets on, and not once more when one is stuck', () => {
  const { clock, advance } = handClock()
  const { manager, said, fed } = listeningManager(60_000)
  const counts = { disk: 0, link: 0 }
  const stuck: [string, number][] = []
  const watchdog = new Watchdog({
    ...{ clock, manager, onStuck: (part, quietMs) => stuck.push([part, quietMs]) },
    parts: [
      { name: 'disk', quietMsMax: 50_000, count: () => counts.disk },
      { name: 'link', quietMsMax: 50_000, count: () => counts.link },
    ],
  })
  watchdog.start()
  for (let each = 0; each < 6; each += 1) {
    counts.disk += 1
    counts.link += 1
    advance(20_000)
  }
  expect([fed(), stuck]).toEqual([7, []])
  // The link goes on; the disk does nothing any more.
  for (let each = 0; each < 6; each += 1) {
    counts.link += 1
    advance(20_000)
  }
  expect(fed()).toBe(9)
  expect(stuck).toEqual([['disk', 60_000]])
  expect(said.at(-1)).toBe('stuck: disk')
  // It came back before anyone had started us again.
  counts.disk += 1
  counts.link += 1
  advance(20_000)
  expect(said.at(-1)).toBe('alive')
  watchdog.stop()
  advance(100_000)
  expect(fed()).toBe(10)
})

test('where nobody watches, what is stuck is told all the same', () => {
  const { clock, advance } = handClock()
  const { manager } = listeningManager(undefined)
  const stuck: string[] = []
  const parts = [{ name: 'disk', quietMsMax: 25_000, count: () => 0 }]
  const watchdog = new Watchdog({ clock, manager, parts, onStuck: (part) => stuck.push(part) })
  watchdog.start()
  advance(60_000)
  watchdog.stop()
  expect(stuck).toEqual(['disk'])
})
