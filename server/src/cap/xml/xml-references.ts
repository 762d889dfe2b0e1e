/** XML 1.0 §4.6. */
const OWN: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" }
const REFERENCE = /&(?:#(x?)([0-9a-fA-F]{1,7})|([a-z]{2,4}));/g
/** Any `&`, with what follows it as far as a reference could go. */
const AMPERSAND = /&(?:#x?[0-9a-fA-F]{1,7}|[a-z]{2,4});|&/g

/** The first reference that is not one of XML's five entities or a number of a character; undefined where all are. */
export function badReference(text: string): string | undefined {
  if (!text.includes('&')) return undefined
  for (const [found] of text.matchAll(AMPERSAND)) {
    if (found === '&' || decodeReferences(found) === undefined) return found
  }
  return undefined
}

/** The text itself, each reference decoded once; undefined where one stands for nothing. */
export function decodeReferences(text: string): string | undefined {
  if (!text.includes('&')) return text
  let isGood = true
  const decoded = text.replace(REFERENCE, (_, hex: string, digits: string | undefined, name: string) => {
    const character = digits === undefined ? OWN[name] : characterOf(digits, hex === 'x' ? 16 : 10)
    isGood &&= character !== undefined
    return character ?? ''
  })
  return isGood ? decoded : undefined
}

/** XML 1.0 §2.2 Char. */
function characterOf(digits: string, base: 10 | 16): string | undefined {
  if (base === 10 && !/^[0-9]+$/.test(digits)) return undefined
  const code = Number.parseInt(digits, base)
  const isAllowed =
    code === 0x9 ||
    code === 0xa ||
    code === 0xd ||
    (code >= 0x20 && code <= 0xd7ff) ||
    (code >= 0xe000 && code <= 0xfffd) ||
    (code >= 0x10000 && code <= 0x10ffff)
  return isAllowed ? String.fromCodePoint(code) : undefined
}
