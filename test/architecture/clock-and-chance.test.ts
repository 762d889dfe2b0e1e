import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const READS_THE_MACHINE =
  /(?<!\.)\b(?:Date\.now|Math\.random|performance\.now|setTimeout|setInterval)\(|new Date\(\)/
const MAY_READ = new Set([
  'protocol/src/node/system-clock.ts',
  'protocol/src/node/system-chance.ts',
  // The last resort of a program that will not end: by then there is no clock to ask.
  'edge-agent/src/main.ts',
])

test('time and chance are arguments: only the system clock and chance read the machine', () => {
  const offences = ['protocol', 'scheduler', 'server', 'edge-agent', 'hardware-sim'].flatMap((name) => {
    const folder = join(root, name, 'src')
    if (!existsSync(folder)) return []
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .map((file) => `${name}/src/${file}`)
      .filter((file) => !MAY_READ.has(file))
      .flatMap((file) =>
        readFileSync(join(root, file), 'utf8')
          .split('\n')
          .flatMap((line, index) => (READS_THE_MACHINE.test(line) ? [`${file}:${index + 1}`] : [])),
      )
  })
  expect(offences).toEqual([])
})
