import type { BulletinAnswer } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import { changeOf, draftOf, mistakeOf } from '../../src/views/bulletins/one/labels/labels-draft.ts'

const labels = {
  title: 'Tiêm chủng',
  category: 'health',
  areaId: 'xa-a',
  language: 'vi',
  audience: '',
} as const
/** Only what the form looks at. */
const before = { ...labels, validity: { from: '2026-11-20' } } as BulletinAnswer
const draft = draftOf(before)

test('only what was changed is sent, so that nothing else is put back that another has changed', () => {
  expect(changeOf(draft, before)).toEqual({})
  expect(changeOf({ ...draft, title: ' Tiêm phòng ' }, before)).toEqual({ title: 'Tiêm phòng' })
})

test('the days are sent as a whole; an emptied date is taken away', () => {
  expect(changeOf({ ...draft, until: '2026-12-20' }, before)).toEqual({
    validity: { from: '2026-11-20', until: '2026-12-20' },
  })
  expect(changeOf({ ...draft, from: '' }, before)).toEqual({ validity: {} })
})

test('mistakes are told before anything is sent', () => {
  expect(mistakeOf(draft)).toBe(null)
  expect(mistakeOf({ ...draft, title: ' ' })).toBe('titleMissing')
  expect(mistakeOf({ ...draft, until: '2026-11-19' })).toBe('datesTurned')
  expect(mistakeOf({ ...draft, until: '2026-11-20' })).toBe(null)
})
