import type { X509Certificate } from 'node:crypto'
import type { Clock } from '@tieng-lang/protocol'
import type { ServerLog } from '../broadcasting/server-log.ts'
import type { ServerConfig } from '../config.ts'
import { BuiltInAuthority } from './built-in-authority.ts'
import { OwnFiles } from './own-files.ts'

/** What TLS needs of us, both PEM. */
export interface ServerCertificate {
  cert: string
  key: string
}

/** Where the certificate comes from that browsers are shown. */
export interface CertificateSource {
  readonly kind: 'builtIn' | 'ownFiles'
  /** As it is now: certificates are renewed while we run, by us or by other programs. Rejects with a code. */
  read(): Promise<ServerCertificate>
  /** What `read` gave last; undefined before. The root only where it is our own. */
  known(): { root: X509Certificate | null; server: X509Certificate } | undefined
}

export interface CertificateParts {
  config: ServerConfig
  clock: Clock
  log?: ServerLog
}

/**
 * Opens the source that the config names: files, else the built-in authority. Undefined where TLS is not wanted. Rejects with
 * `badConfig` where the files are none, and `certificateNotMade` where the authority could make none.
 */
export async function openCertificates(parts: CertificateParts): Promise<CertificateSource | undefined> {
  const { https } = parts.config
  if (https === null) return undefined
  const source = 'certificateFile' in https ? new OwnFiles(https) : new BuiltInAuthority(parts)
  await source.read()
  return source
}
