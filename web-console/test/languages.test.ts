import { expect, test } from 'vitest'
import { en } from '../src/i18n/en/index.ts'
import { vi } from '../src/i18n/vi/index.ts'

/** Every key with its path; English has a `…_one` beside `…_other`, which Vietnamese does not need. */
function keysOf(words: object, prefix = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' && value !== null ? keysOf(value, `${prefix}${key}.`) : [`${prefix}${key}`],
  )
}

/** The `{{names}}` that a sentence is filled with. */
function valuesOf(words: object, key: string): string[] {
  const sentence = key
    .split('.')
    .reduce<unknown>(
      (found, part) => (found && typeof found === 'object' ? Reflect.get(found, part) : undefined),
      words,
    )
  return [...String(sentence).matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name ?? '').toSorted()
}

test('both languages have the same keys', () => {
  const withoutOne = keysOf(en).filter((key) => !key.endsWith('_one'))
  expect(withoutOne.toSorted()).toEqual(keysOf(vi).toSorted())
})

test('a sentence is filled with the same values in both languages', () => {
  for (const key of keysOf(vi)) expect([key, valuesOf(en, key)]).toEqual([key, valuesOf(vi, key)])
})
