import { X509Certificate } from 'node:crypto'
import { CodedError, compileShape, type Files, shape } from '@tieng-lang/protocol'
import { type Static, Type } from 'typebox'

/** Both PEM. */
const StoredPair = shape({ certificate: Type.String(), key: Type.String() })
export type StoredPair = Static<typeof StoredPair>

const StoredCertificates = shape({
  root: StoredPair,
  server: StoredPair,
  /** A root that is not valid yet by the clock of now. */
  former: Type.Optional(StoredPair),
})
export type StoredCertificates = Static<typeof StoredCertificates>
const storedCheck = compileShape(StoredCertificates)

export const CERTIFICATES_FILE = 'certificates.json'

/** One file for all of them: a power cut leaves the old ones or the new ones, never a certificate beside another's key. */
export class CertificateFile {
  readonly #files: Files

  constructor(files: Files) {
    this.#files = files
  }

  /** Undefined where none were made yet. Rejects with `certificatesDamaged`: a new root is not trusted by anybody. */
  async read(): Promise<StoredCertificates | undefined> {
    const bytes = await this.#files.read(CERTIFICATES_FILE)
    if (!bytes) return undefined
    try {
      const value: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
      if (!storedCheck.check(value)) throw new Error(storedCheck.explain(value))
      for (const { certificate } of [value.root, value.server]) new X509Certificate(certificate)
      return value
    } catch (cause) {
      const detail = `${CERTIFICATES_FILE} is damaged; put it back from the backup, or remove it to begin anew`
      throw new CodedError('certificatesDamaged', detail, { cause })
    }
  }

  /** Readable by the owner only. Rejects with the disk's code. */
  async write(certificates: StoredCertificates): Promise<void> {
    const content = Buffer.from(`${JSON.stringify(certificates, null, 2)}\n`)
    await this.#files.replace(CERTIFICATES_FILE, content, { isSecret: true })
  }
}
