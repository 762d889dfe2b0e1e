import { expect, test } from 'vitest'
import { HOLD_MS, Hold } from '../../src/components/emergency/hold/hold.ts'

/** Time that goes on only when it is told to. */
function madeHold() {
  const waiting = new Map<number, () => void>()
  let next = 0
  const seen: string[] = []
  const hold = new Hold({
    after: (ms, act) => {
      const id = next
      next += 1
      waiting.set(id, () => {
        seen.push(`waited ${ms}`)
        act()
      })
      return () => void waiting.delete(id)
    },
    onChange: (isHeld) => seen.push(isHeld ? 'held' : 'free'),
    onDone: () => seen.push('done'),
  })
  const pass = () => {
    for (const act of [...waiting.values()]) act()
  }
  return { hold, seen, pass }
}

test('a press that lasts is done after 1.5 s, once', () => {
  const { hold, seen, pass } = madeHold()
  hold.press('pointer 1')
  pass()
  expect(seen).toEqual(['held', `waited ${HOLD_MS}`, 'free', 'done'])
  expect(HOLD_MS).toBe(1_500)
  expect(hold.release('pointer 1')).toBe(false)
  pass()
  expect(seen.filter((each) => each === 'done')).toHaveLength(1)
})

test('letting go cancels', () => {
  const { hold, seen, pass } = madeHold()
  hold.press('pointer 1')
  expect(hold.release('pointer 1')).toBe(true)
  pass()
  expect(seen).toEqual(['held', 'free'])
})

test('a drop of rain or a second finger neither ends nor renews it', () => {
  const { hold, seen, pass } = madeHold()
  hold.press('pointer 1')
  hold.press('pointer 2')
  expect(hold.release('pointer 2')).toBe(false)
  pass()
  expect(seen).toEqual(['held', `waited ${HOLD_MS}`, 'free', 'done'])
})

test('a key is let go by that key; losing the focus cancels', () => {
  const { hold, seen, pass } = madeHold()
  hold.press('key  ')
  expect(hold.release('key Enter')).toBe(false)
  expect(hold.cancel()).toBe(true)
  expect(hold.cancel()).toBe(false)
  pass()
  expect(seen).toEqual(['held', 'free'])
})
