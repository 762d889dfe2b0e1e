import type { AreaAnswer, BulletinAnswer, Grant, ProgrammeAnswer } from '@tieng-lang/protocol/browser'
import { expect, test } from 'vitest'
import {
  commonAreaOf,
  decidableCount,
  type Reviewer,
  type Submitted,
  waitingFor,
} from '../../src/views/review/waiting/waiting-items.ts'

function area(areaId: string, parentId: string | null, settings: AreaAnswer['settings'] = {}): AreaAnswer {
  return { areaId, parentId, code: null, name: areaId, settings, version: 1 }
}

const AREAS = [area('tinh', null), area('xa-a', 'tinh'), area('xa-b', 'tinh'), area('thon', 'xa-a')]
const approver = (areaId: string): Grant => ({ role: 'approver', areaId })

function reviewerOf(change: Partial<Reviewer> = {}): Reviewer {
  const clusters = [{ clusterId: 'cum-b', areaId: 'xa-b' }]
  return { name: 'Bình', grants: [approver('tinh')], areas: AREAS, zones: [], clusters, ...change }
}

/** Only what the waiting looks at. */
function bulletin(bulletinId: string, areaId: string, by = 'An'): Submitted {
  const some: Partial<BulletinAnswer> = { bulletinId, areaId, title: bulletinId, producedBy: by }
  return { kind: 'bulletin', bulletin: { ...some, submittedBy: by, version: 1 } as BulletinAnswer }
}

function programme(programmeId: string, targets: Partial<ProgrammeAnswer['targets']>): Submitted {
  const people = { producedBy: 'An', changedBy: 'An', submittedBy: 'An' }
  const programme = {
    ...people,
    programmeId,
    version: 1,
    definition: { name: programmeId },
    targets: { areas: [], zones: [], clusters: [], ...targets },
  }
  return { kind: 'programme', programme: programme as unknown as ProgrammeAnswer }
}

const shown = (submitted: Submitted[], reviewer = reviewerOf()) =>
  waitingFor(submitted, reviewer).map(({ areaId, items }) => [areaId, items.map(({ title }) => title)])

test('by area, in the order of the tree; what reaches several stands under what holds them all', () => {
  const submitted = [
    bulletin('tin-b', 'xa-b'),
    programme('hai-xa', { areas: ['xa-a'], clusters: ['cum-b'] }),
    programme('mot-xa', { areas: ['xa-a', 'thon'] }),
    bulletin('tin-thon', 'thon'),
  ]
  expect(shown(submitted)).toEqual([
    ['tinh', ['hai-xa']],
    ['xa-a', ['mot-xa']],
    ['thon', ['tin-thon']],
    ['xa-b', ['tin-b']],
  ])
})

test('only what this person may decide on: all of its places, not some', () => {
  const submitted = [
    bulletin('tin-a', 'xa-a'),
    bulletin('tin-b', 'xa-b'),
    programme('hai-xa', { areas: ['xa-a', 'xa-b'] }),
  ]
  expect(shown(submitted, reviewerOf({ grants: [approver('xa-a')] }))).toEqual([['xa-a', ['tin-a']]])
})

test('own work is shown but does not wait for oneself, but where one person is enough', () => {
  const submitted = [bulletin('cua-toi', 'thon', 'Bình'), bulletin('cua-an', 'thon')]
  const groups = waitingFor(submitted, reviewerOf())
  expect(groups[0]?.items.map(({ isBarred }) => isBarred)).toEqual([true, false])
  expect(decidableCount(groups)).toBe(1)
  const areas = AREAS.map((each) =>
    each.areaId === 'xa-a' ? area('xa-a', 'tinh', { review: 'onePerson' }) : each,
  )
  expect(decidableCount(waitingFor(submitted, reviewerOf({ areas })))).toBe(2)
})

test('another version of the same thing is another line, so that nobody decides on what they did not see', () => {
  const before = bulletin('tin', 'xa-a')
  const after: Submitted =
    before.kind === 'bulletin' ? { ...before, bulletin: { ...before.bulletin, version: 2 } } : before
  const idOf = (thing: Submitted) => waitingFor([thing], reviewerOf())[0]?.items[0]?.waitingId
  expect(idOf(before)).not.toBe(idOf(after))
})

test('the common area of paths', () => {
  expect(commonAreaOf([['tinh', 'xa-a', 'thon']])).toBe('thon')
  expect(
    commonAreaOf([
      ['tinh', 'xa-a'],
      ['tinh', 'xa-b'],
    ]),
  ).toBe('tinh')
  expect(commonAreaOf([['tinh'], ['tinh-khac']])).toBe(null)
  expect(commonAreaOf([])).toBe(null)
})
