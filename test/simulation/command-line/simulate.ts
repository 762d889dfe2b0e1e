import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { Story } from '../story/story.ts'
import type { Order, SeedResult } from './run-seed.ts'
import { playOrders } from './seed-processes.ts'

const HELP = `npm run simulate -- --seeds N --days D --clusters C

Lives communes in virtual time, from a seed each: people, faults, server, agents; and checks that nothing is broken.

  --seeds N       so many seeds, 1 to N (20)
  --first X       begin with seed X instead of 1
  --seed X        this one only
  --days D        so many days each (30)
  --clusters C    so many clusters each (13)
  --story FILE    play this story again, as a failure has left it
  --plays N       how often a failing story is played at most to find a shorter one (150)
  --processes N   so many at once (one a core)

The last line is a JSON object. Ends with 1 where anything was broken.`

const OPTIONS = {
  seeds: { type: 'string', default: '20' },
  first: { type: 'string', default: '1' },
  seed: { type: 'string' },
  days: { type: 'string', default: '30' },
  clusters: { type: 'string', default: '13' },
  story: { type: 'string' },
  plays: { type: 'string', default: '150' },
  processes: { type: 'string', default: String(availableParallelism()) },
  help: { type: 'boolean', default: false },
} as const

/** The command `simulate`. @returns the exit code */
export async function simulate(args: readonly string[], print: (line: string) => void): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: OPTIONS })
  if (values.help) {
    print(HELP)
    return 0
  }
  const orders = ordersOf(values)
  let done = 0
  const results = await playOrders(orders, {
    processes: Number(values.processes),
    playsMax: values.story === undefined ? Number(values.plays) : 0,
    onResult: (result) => {
      done += 1
      for (const line of linesOf(result)) print(line)
      print(`${done} of ${orders.length} seeds`)
    },
  })
  const failing = results.filter(({ violations }) => violations.length > 0)
  print(
    JSON.stringify({
      seeds: results.length,
      clusterDays: Math.round(results.reduce((sum, { facts }) => sum + facts.clusterDays, 0)),
      violations: failing.reduce((sum, { violations }) => sum + violations.length, 0),
      failingSeeds: failing.map(({ seed }) => seed),
    }),
  )
  return failing.length > 0 ? 1 : 0
}

interface Values {
  seeds: string
  first: string
  seed?: string | undefined
  days: string
  clusters: string
  story?: string | undefined
}

function ordersOf({ seeds, first, seed, days, clusters, story }: Values): Order[] {
  // Written by this very program.
  if (story !== undefined) return [{ story: JSON.parse(readFileSync(story, 'utf8')) as Story }]
  const size = { days: whole('days', days), clusters: whole('clusters', clusters) }
  if (seed !== undefined) return [{ seed, ...size }]
  const from = whole('first', first)
  return Array.from({ length: whole('seeds', seeds) }, (_, index) => ({
    seed: String(from + index),
    ...size,
  }))
}

function whole(name: string, text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value) || value < 1)
    throw new Error(`--${name} takes a whole number from 1 on, not ${text}`)
  return value
}

/** What a failing seed leaves: the story in a file, its events one a line, and how to play it again. */
function linesOf({ seed, story, lines = [] }: SeedResult): string[] {
  if (!story) return []
  const folder = join(tmpdir(), 'tieng-lang-simulation')
  mkdirSync(folder, { recursive: true })
  const file = join(folder, `seed-${seed}.json`)
  writeFileSync(file, JSON.stringify(story, null, 1))
  return [
    `seed ${seed}:`,
    ...lines.map((line) => `  ${line}`),
    `  again: npm run simulate -- --story ${file}`,
  ]
}
