import type { Locator } from 'playwright-core'
import { within } from './within.ts'

/** How a person acts on a page: by mouse (or finger), or by keyboard alone. */
export interface Hands {
  /** A button, link, tab, chip, radio or checkbox. */
  press(target: Locator): Promise<void>
  /** A button that is held until something is seen, and then let go. */
  hold(target: Locator, until: () => Promise<unknown>): Promise<void>
  /** Puts a text in the place of what a field holds, and Enter, where `isEntered`. */
  fill(field: Locator, text: string, isEntered?: boolean): Promise<void>
  /** One answer of a field that offers several. */
  choose(field: Locator, answer: string): Promise<void>
}

/**
 * A field for numbers puts the caret before its unit a moment after it was clicked, and what was chosen meanwhile is chosen
 * no more: no person is that quick.
 */
const EMPTYINGS_MAX = 5

/** What is pointed at, pressed; typing is typing. */
export class MouseHands implements Hands {
  async press(target: Locator): Promise<void> {
    await target.waitFor({ state: 'attached' })
    await (await pointedAt(target)).click()
  }

  async hold(target: Locator, until: () => Promise<unknown>): Promise<void> {
    await target.hover()
    const { mouse } = target.page()
    await within('the mouse is pressed', mouse.down())
    try {
      await until()
    } finally {
      await within('the mouse is let go', mouse.up())
    }
  }

  async fill(field: Locator, text: string, isEntered = false): Promise<void> {
    await field.click()
    await typeOver(field, text)
    if (isEntered) await within('Enter', field.page().keyboard.press('Enter'))
  }

  async choose(field: Locator, answer: string): Promise<void> {
    await field.click()
    await field.page().getByRole('option', { name: answer, exact: true }).click()
  }
}

export async function typeOver(field: Locator, text: string): Promise<void> {
  const { keyboard } = field.page()
  for (let tries = 0; tries < EMPTYINGS_MAX; tries++) {
    await within('what is there is chosen', keyboard.press('Control+A'))
    await within('what is there is deleted', keyboard.press('Delete'))
    if ((await within('what is left is read', field.inputValue())) === '') break
  }
  await within('a text is typed', keyboard.type(text))
}

/** A radio or checkbox is drawn by its label; the input itself is too small to be hit. */
async function pointedAt(target: Locator): Promise<Locator> {
  const inputId: string | null = await within(
    `what is pressed at ${target}`,
    target.evaluate((element) =>
      element.matches('input[type=radio], input[type=checkbox]') ? element.id : null,
    ),
  )
  return inputId ? target.page().locator(`label[for="${inputId}"]`).first() : target
}
