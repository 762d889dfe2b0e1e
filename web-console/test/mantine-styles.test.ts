import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../src', import.meta.url))
const packages = dirname(dirname(createRequire(import.meta.url).resolve('@mantine/core/styles.css')))
const core = join(packages, 'core/esm')
/** These show parts of the core that our own pages need not name. */
const BUILT_ON_CORE = ['dates', 'notifications']

const NAMED = /import \{([^}]*)\} from ['"]@mantine\/core['"]/g

/** What these files import by name from the core. */
function namesIn(folder: string, ending: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => ending.test(file))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(NAMED)])
    .flatMap(([, names = '']) => names.split(','))
    .map((name) => name.trim().split(' as ')[0] ?? '')
}

/** Where the core keeps each name. */
function modulesOfCore(): Map<string, string> {
  const index = readFileSync(join(core, 'index.mjs'), 'utf8')
  const imports = [...index.matchAll(/import \{([^}]*)\} from "(\.[^"]*)"/g)]
  return new Map(
    imports.flatMap(([, names = '', path = '']) =>
      names.split(',').map((name) => [name.trim().split(' as ').at(-1) ?? '', path] as const),
    ),
  )
}

/** The style sheets of a module and of all that it builds on: each stands beside a `{Name}.module.mjs`. */
function stylesBelow(path: string, styles: Set<string>, seen: Set<string>): void {
  if (seen.has(path) || !existsSync(path)) return
  seen.add(path)
  for (const [, imported = ''] of readFileSync(path, 'utf8').matchAll(/(?:from|import) "(\.[^"]*)"/g)) {
    const sheet = /\/(\w+)\.module\.mjs$/.exec(imported)?.[1]
    if (sheet) styles.add(sheet)
    stylesBelow(resolve(dirname(path), imported), styles, seen)
  }
}

test('what the pages show of Mantine has its styles', () => {
  const modules = modulesOfCore()
  const names = [
    ...namesIn(source, /\.tsx?$/),
    ...BUILT_ON_CORE.flatMap((name) => namesIn(join(packages, name, 'esm'), /\.mjs$/)),
  ]
  const styles = new Set<string>()
  const seen = new Set<string>()
  for (const name of names) {
    const path = modules.get(name)
    if (path) stylesBelow(resolve(core, path), styles, seen)
  }
  const sheet = readFileSync(join(source, 'mantine.css'), 'utf8')
  const imported = [...sheet.matchAll(/styles\/([A-Z]\w*)\.css/g)].map(([, name]) => name)
  expect(styles.size).toBeGreaterThan(20)
  expect([...styles].filter((name) => !imported.includes(name))).toEqual([])
})
