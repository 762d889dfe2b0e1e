import type { X509Certificate } from 'node:crypto'
import type { CertificateFacts, CertificatesAnswer } from '@tieng-lang/protocol'
import type { Services } from '../broadcasting/services.ts'

/** What anyone may know of our certificates: a browser is told no less by TLS itself. */
export function certificatesAnswer({
  certificates,
  addresses,
}: Pick<Services, 'addresses' | 'certificates'>): CertificatesAnswer {
  const known = certificates?.known()
  const httpsUrl = addresses.httpsUrl ?? null
  if (!certificates || !known) return { kind: 'none', root: null, server: null, names: [], httpsUrl }
  return {
    kind: certificates.kind,
    root: known.root && certificateFacts(known.root),
    server: certificateFacts(known.server),
    names: namesOf(known.server),
    httpsUrl,
  }
}

export function certificateFacts({
  subject,
  fingerprint256,
  validFrom,
  validTo,
}: X509Certificate): CertificateFacts {
  return {
    name: commonName(subject),
    fingerprint: fingerprint256,
    validFromAt: Date.parse(validFrom),
    validUntilAt: Date.parse(validTo),
  }
}

/** Node gives the subject as lines, `O=…` and `CN=…`. */
function commonName(subject: string): string {
  const line = subject.split('\n').find((each) => each.startsWith('CN='))
  return line?.slice('CN='.length) ?? ''
}

/** `DNS:localhost, IP Address:127.0.0.1`, as Node spells a subjectAltName. */
function namesOf({ subjectAltName = '' }: X509Certificate): string[] {
  return subjectAltName.split(', ').flatMap((each) => each.replace(/^(DNS|IP Address):/, '') || [])
}
