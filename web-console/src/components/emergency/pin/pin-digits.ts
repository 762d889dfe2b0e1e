/** As `PIN_PATTERN` of the protocol. */
export const PIN_LENGTH_MIN = 6
export const PIN_LENGTH_MAX = 10

/** What was typed or pasted, as far as it is a PIN: its digits, at most ten. */
export function pinDigits(text: string): string {
  return text.replace(/\D/g, '').slice(0, PIN_LENGTH_MAX)
}

export function isWholePin(pin: string): boolean {
  return pin.length >= PIN_LENGTH_MIN
}
