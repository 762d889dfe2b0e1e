import { expect, test } from 'vitest'
import { actAt } from '../../src/cli/terminal/arguments.ts'

test('an act is one of those that a command has; any other word is refused, not guessed', () => {
  const acts = ['add', 'list'] as const
  expect(actAt(['add', 'Xã A'], acts)).toBe('add')
  for (const positionals of [[], ['ad', 'Xã A'], ['Add']])
    expect(() => actAt(positionals, acts)).toThrow(expect.objectContaining({ code: 'wronglyAsked' }))
})
