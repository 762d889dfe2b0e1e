const MB_BYTES = 1e6
const GB_BYTES = 1e9

/** `12,3`, as the language writes numbers. */
export function sayMb(bytes: number, language: string): string {
  return sayParts(bytes / MB_BYTES, language)
}

export function sayGb(bytes: number, language: string): string {
  return sayParts(bytes / GB_BYTES, language)
}

function sayParts(value: number, language: string): string {
  return value.toLocaleString(language, { maximumFractionDigits: 1 })
}
