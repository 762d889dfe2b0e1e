import { describe, expect, test } from 'vitest'
import { amongForgers } from './simulation/defects/agent/forged-plan.ts'
import { DEFECTS } from './simulation/defects/all-defects.ts'
import type { Defect } from './simulation/defects/defect.ts'
import { SMALL_STORY } from './simulation/defects/small-story.ts'
import { makeInvariants } from './simulation/invariants/make-invariants.ts'
import { playStory } from './simulation/play/play-story.ts'

const play = (defect?: Defect) =>
  playStory(SMALL_STORY, { invariants: makeInvariants(), ...(defect && { defect }) })

describe('a morning in which each promise is put to the test once', () => {
  test('nothing is found where nothing is wrong', async () => {
    const { violations, facts } = await play()
    expect(violations).toEqual([])
    expect(facts.soundsHeard).toBeGreaterThan(15)
  })

  test('nothing is found where somebody forges plans, and agents look at signatures', async () => {
    const { violations } = await play({ name: 'forgers', foundBy: 'nothing', agentParts: amongForgers })
    expect(violations).toEqual([])
  })

  test.each(DEFECTS.map((defect) => [defect.name, defect.foundBy, defect] as const))(
    '%s: found by “%s”',
    async (_name, foundBy, defect) => {
      const { violations } = await play(defect)
      const complaining = new Set(violations.map(({ invariant }) => invariant))
      expect(complaining).toContain(foundBy)
      const mayComplain = [foundBy, ...(defect.alsoFoundBy ?? [])]
      expect([...complaining].filter((invariant) => !mayComplain.includes(invariant))).toEqual([])
    },
  )

  test('every invariant has a defect that it finds', () => {
    const found = DEFECTS.map(({ foundBy }) => foundBy)
    const names = makeInvariants().map(({ name }) => name)
    expect(names.filter((name) => !found.includes(name))).toEqual([])
  })
})
