import { X509Certificate } from 'node:crypto'
import { CodedError, DAY_MS, type Files } from '@tieng-lang/protocol'
import { systemFiles } from '@tieng-lang/protocol/node'
import { CertificateFile, type StoredCertificates } from './certificate-file.ts'
import type { CertificateParts, CertificateSource, ServerCertificate } from './certificate-source.ts'
import { issueRoot, issueServerCertificate } from './issuing/issue.ts'
import { coversName, reachableNames } from './reachable-names.ts'

/** A certificate is made anew so long before its end. */
const RENEWED_BEFORE_MS = 30 * DAY_MS

/**
 * An authority of this server alone: a root of its own, which people let their phones trust once, and below it the
 * certificate for the names and addresses that the server is reached at. Both lie with their keys in
 * `certificates.json` (mode 0600) in the data folder, and so in each backup.
 */
export class BuiltInAuthority implements CertificateSource {
  readonly kind = 'builtIn'
  readonly #parts: CertificateParts
  readonly #file: CertificateFile
  #known: { root: X509Certificate; server: X509Certificate } | undefined

  constructor(parts: CertificateParts, files: Files = systemFiles(parts.config.dataDir)) {
    this.#parts = parts
    this.#file = new CertificateFile(files)
  }

  /**
   * Made anew where it is near its end, not valid yet by this clock, or lacks a name; the root stays the same, and comes
   * back where only the clock was wrong. What could not be renewed is shown on, with a line in the log. Rejects with `certificateNotMade` where there is none, and
   * with `certificatesDamaged`.
   */
  async read(): Promise<ServerCertificate> {
    const stored = await this.#file.read()
    const current = stored && this.#isGood(stored) ? stored : await this.#renewed(stored)
    this.#known = {
      root: new X509Certificate(current.root.certificate),
      server: new X509Certificate(current.server.certificate),
    }
    return { cert: current.server.certificate, key: current.server.key }
  }

  known(): { root: X509Certificate; server: X509Certificate } | undefined {
    return this.#known
  }

  async #renewed(stored: StoredCertificates | undefined): Promise<StoredCertificates> {
    try {
      return await this.#issue(stored)
    } catch (cause) {
      if (!stored) throw notMade(cause)
      // Whoever trusts it is shown it a little longer; an old one is better than none.
      this.#parts.log?.warn({ err: cause }, 'the certificate could not be renewed')
      return stored
    }
  }

  async #issue(stored: StoredCertificates | undefined): Promise<StoredCertificates> {
    const { clock, config, log } = this.#parts
    const order = { clock, folder: config.dataDir, now: clock.now() }
    const roots = [stored?.root, stored?.former].filter((each) => each !== undefined)
    const root = roots.find(({ certificate }) => this.#isInTime(certificate)) ?? (await issueRoot(order))
    // By a clock that is years behind it is not valid yet; people trust it, and the clock will be put right.
    const former = roots.find((each) => each !== root && !this.#isNearItsEnd(each.certificate))
    const names = reachableNames(config)
    const server = await issueServerCertificate({ ...order, root, names })
    const made = { root, server, ...(former && { former }) }
    await this.#file.write(made)
    const { validTo } = new X509Certificate(server.certificate)
    log?.info({ names, validTo }, 'a certificate was made')
    return made
  }

  #isGood({ root, server }: StoredCertificates): boolean {
    const certificate = new X509Certificate(server.certificate)
    const names = reachableNames(this.#parts.config)
    const isInTime = this.#isInTime(root.certificate) && this.#isInTime(server.certificate)
    return isInTime && names.every((name) => coversName(certificate, name))
  }

  #isInTime(certificate: string): boolean {
    const { validFrom } = new X509Certificate(certificate)
    return Date.parse(validFrom) <= this.#parts.clock.now() && !this.#isNearItsEnd(certificate)
  }

  #isNearItsEnd(certificate: string): boolean {
    const { validTo } = new X509Certificate(certificate)
    return this.#parts.clock.now() >= Date.parse(validTo) - RENEWED_BEFORE_MS
  }
}

function notMade(cause: unknown): CodedError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new CodedError('certificateNotMade', `https: no certificate could be made: ${why}`, { cause })
}
