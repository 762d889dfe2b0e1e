// The server as a process of its own, with a look at how long its main loop is ever kept.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { systemChance, systemClock } from '@tieng-lang/protocol/node'
import { pino } from 'pino'
import { startApp } from '../../../server/src/app.ts'
import { loadConfig } from '../../../server/src/config.ts'

const LOOP_RESOLUTION_MS = 5
const NANOSECONDS_PER_MS = 1e6

const loop = monitorEventLoopDelay({ resolution: LOOP_RESOLUTION_MS })
const [dataDir = ''] = process.argv.slice(2)
const overrides = { dataDir, port: 0, mqtt: { port: 0 }, stream: { port: 0 } }
const server = await startApp(loadConfig({ environment: {}, overrides }), {
  clock: systemClock,
  chance: systemChance,
  log: pino({ level: 'silent' }),
  onBrokerFailure: (cause) => {
    throw cause
  },
})

// A block is noticed by the first look after it.
const look = () => new Promise((resolve) => setTimeout(resolve, 2 * LOOP_RESOLUTION_MS))

process.on('message', async (message: 'begin' | 'end') => {
  await look()
  const blockedMs = Math.max(0, loop.max / NANOSECONDS_PER_MS - LOOP_RESOLUTION_MS)
  if (message === 'begin') loop.reset()
  if (message === 'begin') loop.enable()
  process.send?.({ blockedMs })
})
process.on('disconnect', () => process.exit())
process.send?.({ httpUrl: server.httpUrl })
