import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const GLOSSARY = new URL('../../GLOSSARY.md', import.meta.url)

test('no word stands twice in the glossary', () => {
  const lines = readFileSync(GLOSSARY, 'utf8').split('\n')
  const words = lines.flatMap((line) => /^\| ([^|]+?) \|/.exec(line)?.[1] ?? [])
  expect(words.length).toBeGreaterThan(100)
  expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([])
})
