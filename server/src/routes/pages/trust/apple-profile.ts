import type { X509Certificate } from 'node:crypto'
import { escapeHtml } from '../html.ts'

/** What Safari on an iPhone or iPad takes for a configuration profile. */
export const APPLE_PROFILE_TYPE = 'application/x-apple-aspen-config'

/**
 * A configuration profile with this root alone in it (Apple, *Configuration Profile Reference*: `com.apple.security.root`):
 * an XML property list. It is not signed: whoever could sign it would be trusted already, and what is compared is the
 * fingerprint. The same root always gives the same profile, so that installing it again replaces it.
 */
export function appleProfile({ raw, fingerprint256 }: X509Certificate, fileName: string): string {
  const name = 'Chứng thư gốc Tiếng Làng'
  const bytes = fingerprint256.replaceAll(':', '').toLowerCase()
  const identifier = `vn.tieng-lang.root.${bytes.slice(0, 16)}`
  const description = `Để thiết bị này tin máy chủ Tiếng Làng. SHA-256: ${fingerprint256}`
  const root = dict({
    PayloadType: text('com.apple.security.root'),
    PayloadVersion: '<integer>1</integer>',
    PayloadIdentifier: text(`${identifier}.certificate`),
    PayloadUUID: text(uuidOf(bytes.slice(32))),
    PayloadDisplayName: text(name),
    PayloadDescription: text(description),
    PayloadCertificateFileName: text(fileName),
    PayloadContent: `<data>${raw.toString('base64')}</data>`,
  })
  const profile = dict({
    PayloadType: text('Configuration'),
    PayloadVersion: '<integer>1</integer>',
    PayloadIdentifier: text(identifier),
    PayloadUUID: text(uuidOf(bytes.slice(0, 32))),
    PayloadDisplayName: text(name),
    PayloadDescription: text(description),
    PayloadRemovalDisallowed: '<false/>',
    PayloadContent: `<array>${root}</array>`,
  })
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">${profile}</plist>
`
}

function dict(entries: Readonly<Record<string, string>>): string {
  return `<dict>${Object.entries(entries)
    .map(([key, value]) => `<key>${key}</key>${value}`)
    .join('')}</dict>`
}

function text(value: string): string {
  return `<string>${escapeHtml(value)}</string>`
}

/** RFC 9562 §5.8: sixteen bytes of the fingerprint as a UUID of version 8. */
function uuidOf(hex: string): string {
  const fields = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`]
  return [...fields, hex.slice(20, 32)].join('-')
}
