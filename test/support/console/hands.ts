import type { Locator } from 'playwright-core'

/** How a person acts on a page: by mouse (or finger), or by keyboard alone. */
export interface Hands {
  /** A button, link, tab, chip, radio or checkbox. */
  press(target: Locator): Promise<void>
  /** A button that is held, and let go after its time. */
  hold(target: Locator, heldMs: number): Promise<void>
  /** Puts a text in the place of what a field holds, and Enter, where `isEntered`. */
  fill(field: Locator, text: string, isEntered?: boolean): Promise<void>
  /** One answer of a field that offers several. */
  choose(field: Locator, answer: string): Promise<void>
}

/** What is pointed at, pressed; typing is typing. */
export class MouseHands implements Hands {
  async press(target: Locator): Promise<void> {
    await target.waitFor({ state: 'attached' })
    await (await pointedAt(target)).click()
  }

  async hold(target: Locator, heldMs: number): Promise<void> {
    await target.hover()
    const { mouse } = target.page()
    await mouse.down()
    await target.page().waitForTimeout(heldMs)
    await mouse.up()
  }

  async fill(field: Locator, text: string, isEntered = false): Promise<void> {
    await field.click()
    await typeOver(field, text)
    if (isEntered) await field.page().keyboard.press('Enter')
  }

  async choose(field: Locator, answer: string): Promise<void> {
    await field.click()
    await field.page().getByRole('option', { name: answer, exact: true }).click()
  }
}

export async function typeOver(field: Locator, text: string): Promise<void> {
  const { keyboard } = field.page()
  await keyboard.press('Control+A')
  await keyboard.press('Delete')
  await keyboard.type(text)
}

/** A radio or checkbox is drawn by its label; the input itself is too small to be hit. */
async function pointedAt(target: Locator): Promise<Locator> {
  const inputId: string | null = await target.evaluate((element) =>
    element.matches('input[type=radio], input[type=checkbox]') ? element.id : null,
  )
  return inputId ? target.page().locator(`label[for="${inputId}"]`).first() : target
}
