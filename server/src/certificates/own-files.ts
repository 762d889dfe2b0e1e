import { X509Certificate } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createSecureContext } from 'node:tls'
import { CodedError } from '@tieng-lang/protocol'
import type { CertificateSource, ServerCertificate } from './certificate-source.ts'

/** Files that somebody else makes and renews. */
export class OwnFiles implements CertificateSource {
  readonly kind = 'ownFiles'
  readonly #paths: { certificateFile: string; keyFile: string }
  #known: X509Certificate | undefined

  constructor(paths: { certificateFile: string; keyFile: string }) {
    this.#paths = paths
  }

  /** Rejects with `badConfig` where one cannot be read or they do not belong together. */
  async read(): Promise<ServerCertificate> {
    const { certificateFile, keyFile } = this.#paths
    const [cert, key] = await Promise.all([contentOf(certificateFile), contentOf(keyFile)])
    this.#known = checked({ cert, key })
    return { cert, key }
  }

  known(): { root: null; server: X509Certificate } | undefined {
    return this.#known && { root: null, server: this.#known }
  }
}

function contentOf(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CodedError('badConfig', `https: ${path} cannot be read`, { cause })
  })
}

/** The first one of the chain is the server's. */
function checked(certificate: ServerCertificate): X509Certificate {
  try {
    createSecureContext(certificate)
    return new X509Certificate(certificate.cert)
  } catch (cause) {
    throw new CodedError('badConfig', 'https: the certificate and the key do not belong together', { cause })
  }
}
