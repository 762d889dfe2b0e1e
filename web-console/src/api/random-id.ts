/** A fresh id that fits the protocol's `Id`; `crypto.randomUUID` is missing on a LAN address without TLS. */
export function randomId(prefix: string): string {
  const bytes = crypto.getRandomValues(new Uint8Array(10))
  return `${prefix}-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`
}
