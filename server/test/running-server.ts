import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Clock, Steps } from '@tieng-lang/protocol'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { type Logger, pino } from 'pino'
import { type AppOptions, type RunningServer, startApp } from '../src/app.ts'
import { loadConfig } from '../src/config.ts'

/** A fresh folder for one test file; removed by `remove`. */
export function temporaryFolder(): { path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), 'tl-server-'))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

export interface RunOptions {
  clock?: Clock
  mqttUrl?: string
  overrides?: Record<string, unknown>
  /** Without it nothing is written. */
  log?: Logger
  /** What happens at each step; nothing without it. */
  steps?: Steps
  /** Without it there are no sounds for emergencies. */
  emergencyKit?: AppOptions['emergencyKit']
}

/** The whole server on free ports of 127.0.0.1, silent. */
export function runServer(dataDir: string, options: RunOptions = {}): Promise<RunningServer> {
  const config = loadConfig({
    environment: {},
    overrides: {
      dataDir,
      port: 0,
      mqtt: { port: 0 },
      stream: { port: 0 },
      mqttUrl: options.mqttUrl ?? null,
      // A test that is about it says how much; the others leave the disk alone.
      emergencyReserveBytes: 0,
      limits: { commandAnswerMsMax: 2_000 },
      ...options.overrides,
    },
  })
  return startApp(config, {
    clock: options.clock ?? systemClock,
    chance: systemChance,
    log: options.log ?? pino({ level: 'silent' }),
    // Real hashes, at a cost that a busy machine does not feel.
    passwordLog2N: 10,
    ...(options.emergencyKit && { emergencyKit: options.emergencyKit }),
    ...(options.steps && { steps: options.steps }),
    onBrokerFailure: (cause) => {
      throw cause
    },
  })
}

/** The system's clock, but on another day. */
export function clockAhead(byMs: number): Clock {
  return { ...systemClock, now: () => systemClock.now() + byMs }
}

/** Asks again until it holds, at most ten seconds. */
export async function eventually<T>(ask: () => T | Promise<T>, isGood: (value: T) => boolean): Promise<T> {
  const beganMs = systemClock.monotonicMs()
  for (;;) {
    const value = await ask()
    if (isGood(value)) return value
    if (systemClock.monotonicMs() - beganMs > 10_000)
      throw new Error(`still not so after 10 s: ${JSON.stringify(value)}`)
    await new Promise<void>((resolve) => systemClock.after(20, resolve))
  }
}
