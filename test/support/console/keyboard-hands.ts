import type { Keyboard, Locator } from 'playwright-core'
import { type Hands, typeOver } from './hands.ts'
import { within } from './within.ts'

const STEPS_MAX = 250
const LOOKS_MAX = 40
const LOOK_EVERY_MS = 25

/** Tab, Shift+Tab, Enter, Space, arrows and letters; nothing is ever clicked or focused by the test. */
export class KeyboardHands implements Hands {
  async press(target: Locator): Promise<void> {
    await target.waitFor({ state: 'attached' })
    const isOneOfGroup = await isChosenByArrows(target)
    if (isOneOfGroup) await this.#arrowTo(target)
    else await this.#reach(target)
    if (isOneOfGroup && (await isChosen(target))) return
    await pressed(target.page().keyboard, (await isTicked(target)) ? 'Space' : 'Enter')
  }

  async hold(target: Locator, until: () => Promise<unknown>): Promise<void> {
    await this.#reach(target)
    const { keyboard } = target.page()
    await within('Space is pressed', keyboard.down('Space'))
    try {
      await until()
    } finally {
      await within('Space is let go', keyboard.up('Space'))
    }
  }

  async fill(field: Locator, text: string, isEntered = false): Promise<void> {
    await this.#reach(field)
    await typeOver(field, text)
    if (isEntered) await pressed(field.page().keyboard, 'Enter')
  }

  async choose(field: Locator, answer: string): Promise<void> {
    await this.#reach(field)
    const page = field.page()
    await pressed(page.keyboard, 'ArrowDown')
    const wanted = page.getByRole('option', { name: answer, exact: true })
    await wanted.waitFor()
    for (let step = 0; step < STEPS_MAX; step++) {
      const activeId = await field.getAttribute('aria-activedescendant')
      if (activeId && activeId === (await wanted.getAttribute('id'))) {
        await pressed(page.keyboard, 'Enter')
        if (await isAnswered(field)) return
      }
      await pressed(page.keyboard, 'ArrowDown')
      await hasMoved(field, activeId)
    }
    throw new Error(`no arrow leads to ${answer}`)
  }

  /** Tab, towards where the target stands in the page, until it has the focus. */
  async #reach(target: Locator): Promise<void> {
    await target.waitFor({ state: 'attached' })
    for (let step = 0; step < STEPS_MAX; step++) {
      const way = await wayTo(target)
      if (way === 'there') return
      await pressed(target.page().keyboard, way === 'back' ? 'Shift+Tab' : 'Tab')
    }
    throw new Error(`Tab does not reach ${target}`)
  }

  /** Radios and tabs are one stop of Tab; arrows go among them. */
  async #arrowTo(target: Locator): Promise<void> {
    const { keyboard } = target.page()
    for (let step = 0; step < STEPS_MAX && !(await isInGroup(target)); step++) {
      await pressed(keyboard, (await wayTo(target)) === 'back' ? 'Shift+Tab' : 'Tab')
    }
    for (let step = 0; step < STEPS_MAX; step++) {
      if ((await wayTo(target)) === 'there') return
      await pressed(keyboard, 'ArrowRight')
    }
    throw new Error(`no arrow leads to ${target}`)
  }
}

function pressed(keyboard: Keyboard, key: string): Promise<void> {
  return within(`${key} is pressed`, keyboard.press(key))
}

/** A person looks where the mark is before they press again; a busy page may show it late. */
async function hasMoved(field: Locator, fromId: string | null): Promise<void> {
  for (let look = 0; look < LOOKS_MAX; look++) {
    if ((await field.getAttribute('aria-activedescendant')) !== fromId) return
    await field.page().waitForTimeout(LOOK_EVERY_MS)
  }
}

/** The list goes with the answer. An Enter in the instant in which the list forgets its mark chooses nothing. */
async function isAnswered(field: Locator): Promise<boolean> {
  for (let look = 0; look < LOOKS_MAX; look++) {
    if ((await field.getAttribute('aria-expanded')) !== 'true') return true
    await field.page().waitForTimeout(LOOK_EVERY_MS)
  }
  return false
}

/** Where the target is, seen from the focus. A dialog that has not taken the focus yet is entered forwards. */
function wayTo(target: Locator): Promise<'there' | 'back' | 'on'> {
  return within(
    'where the focus is',
    target.evaluate((element) => {
      const { activeElement } = element.ownerDocument
      if (activeElement === element) return 'there'
      if (!activeElement || activeElement === element.ownerDocument.body) return 'on'
      // Node.DOCUMENT_POSITION_PRECEDING
      return activeElement.compareDocumentPosition(element) & 2 ? 'back' : 'on'
    }),
  )
}

function isChosenByArrows(target: Locator): Promise<boolean> {
  return within(
    'whether arrows choose it',
    target.evaluate((element) => element.matches('input[type=radio], [role=tab]')),
  )
}

function isTicked(target: Locator): Promise<boolean> {
  return within(
    'whether it is ticked',
    target.evaluate((element) => element.matches('input[type=checkbox], input[type=radio]')),
  )
}

function isChosen(target: Locator): Promise<boolean> {
  return within(
    'whether it is chosen',
    target.evaluate((element) => element.checked === true || element.ariaSelected === 'true'),
  )
}

function isInGroup(target: Locator): Promise<boolean> {
  return within(
    'whether the focus is in the group',
    target.evaluate((element) => {
      const { activeElement } = element.ownerDocument
      if (!activeElement) return false
      if (element.matches('[role=tab]'))
        return activeElement.closest('[role=tablist]')?.contains(element) === true
      return activeElement.type === 'radio' && activeElement.name === element.name
    }),
  )
}
