import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const source = fileURLToPath(new URL('../src', import.meta.url))
const LATE = readdirSync(resolve(source, 'i18n/late'))
  .filter((file) => file.endsWith('-words.ts'))
  .map(namespaceOf)
const router = resolve(source, 'router.tsx')
const LAZY = /import\(\s*'(\.[^']+)'/g
const AT_ONCE = /(?:from|^import) '(\.[^']+\.tsx?)'/gm

/** `cap-senders-words.ts` brings `capSenders`. */
function namespaceOf(file: string): string {
  return basename(file, '-words.ts').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function importsOf(path: string, pattern: RegExp): string[] {
  return [...readFileSync(path, 'utf8').matchAll(pattern)].map(([, to = '']) => resolve(dirname(path), to))
}

/** A file and all that it loads, at once or, where asked, later. */
function reached(path: string, patterns: readonly RegExp[], seen = new Set<string>()): Set<string> {
  if (seen.has(path)) return seen
  seen.add(path)
  for (const pattern of patterns) for (const next of importsOf(path, pattern)) reached(next, patterns, seen)
  return seen
}

/** Late namespaces from which these files say something; of the emergency's, every page has a part. */
function saidBy(files: Iterable<string>): string[] {
  const texts = [...files].map((file) => readFileSync(file, 'utf8')).join('\n')
  return LATE.filter((name) => name !== 'emergency').filter((name) =>
    new RegExp(`useTranslation\\(\\[?'${name}'|ns: '${name}'|['\`]${name}:`).test(texts),
  )
}

function broughtBy(files: Iterable<string>): string[] {
  return [...files].filter((file) => file.includes('/i18n/late/')).map(namespaceOf)
}

test.each(importsOf(router, LAZY).map((page) => [basename(page), page]))(
  '%s brings the words that it says',
  (_, page) => {
    const brought = broughtBy(reached(page, [AT_ONCE]))
    for (const name of saidBy(reached(page, [AT_ONCE, LAZY]))) expect(brought).toContain(name)
  },
)

test('what every page has says nothing that comes late', () => {
  expect(saidBy(reached(resolve(source, 'main.tsx'), [AT_ONCE]))).toEqual([])
})
