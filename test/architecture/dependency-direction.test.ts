import { existsSync, readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { BROWSER_ENTRY, targetOf, violationOf } from './house.ts'
import { importsOf } from './imports.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const PACKAGES = ['protocol', 'scheduler', 'server', 'edge-agent', 'hardware-sim', 'web-console']

function sourcesOf(folder: string): string[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => join(folder, name))
}

test('every import goes down the house, never up or across', () => {
  const files = PACKAGES.flatMap((name) => sourcesOf(join(root, name, 'src')))
  expect(files.length).toBeGreaterThan(50)
  expect(files.flatMap((file) => importsOf(file)).flatMap((found) => violationOf(found, root) ?? [])).toEqual(
    [],
  )
})

test('nothing of Node is reachable from the browser entry', () => {
  const seen = new Set<string>()
  const toVisit = [join(root, BROWSER_ENTRY)]
  const offences: string[] = []
  for (let file = toVisit.pop(); file; file = toVisit.pop()) {
    if (seen.has(file)) continue
    seen.add(file)
    for (const found of importsOf(file)) {
      if (found.specifier.startsWith('node:')) offences.push(`${relative(root, file)}:${found.line}`)
      if (found.specifier.startsWith('.')) toVisit.push(join(root, targetOf(found, root)))
    }
  }
  expect(seen.size).toBeGreaterThan(10)
  expect(offences).toEqual([])
})

test.each([
  ['hardware-sim/src/fleet.ts', '@tieng-lang/server'],
  ['edge-agent/src/conductor.ts', '@tieng-lang/hardware-sim'],
  ['edge-agent/src/audio/playback.ts', '../link/mqtt-link.ts'],
  ['scheduler/src/occurrences.ts', 'node:fs'],
  ['protocol/src/topics.ts', '../../scheduler/src/index.ts'],
  ['server/src/app.ts', '../../protocol/src/topics.ts'],
  ['web-console/src/views/review/review-page.tsx', '../bulletins/bulletin-page.tsx'],
])('a wrong direction is told with file and line: %s -> %s', (file, specifier) => {
  const [found] = importsOf(join(root, file), `\nexport { x } from '${specifier}'\n`)
  expect(found && violationOf(found, root)).toMatch(new RegExp(`^${file}:2 imports`))
})
