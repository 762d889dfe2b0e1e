import { isIP } from 'node:net'

export interface CertificateOrder {
  kind: 'root' | 'server'
  commonName: string
  /** DNS names and addresses, checked by whoever orders. */
  names: readonly string[]
  validFromAt: number
  validUntilAt: number
}

/** RFC 5280 §4.2.1: what may be done with either of them. */
const EXTENSIONS = {
  root: [
    'basicConstraints = critical, CA:TRUE, pathlen:0',
    'keyUsage = critical, keyCertSign, cRLSign',
    'subjectKeyIdentifier = hash',
  ],
  server: [
    'basicConstraints = critical, CA:FALSE',
    'keyUsage = critical, digitalSignature',
    'extendedKeyUsage = serverAuth',
    'subjectKeyIdentifier = hash',
    'authorityKeyIdentifier = keyid:always',
    'subjectAltName = @names',
  ],
}

/**
 * What openssl is told: its config, the arguments that make a request of `subject.key`, and those that have it signed
 * into `made.crt`. `openssl ca` because it alone takes both ends of the validity as instants, on every version.
 */
export function certificateOrder({ kind, commonName, names, validFromAt, validUntilAt }: CertificateOrder): {
  config: string
  requestArguments: string[]
  signArguments: string[]
} {
  const own = ['-config', 'order.cnf']
  const issuer = kind === 'root' ? ['-selfsign'] : ['-cert', 'issuer.crt']
  return {
    config: configOf(kind, commonName, names),
    requestArguments: ['req', '-new', '-utf8', ...own, '-key', 'subject.key', '-out', 'request.csr'],
    signArguments: [
      ...['ca', '-batch', '-utf8', '-notext', ...own, '-name', 'own', '-extensions', kind],
      ...['-startdate', instantText(validFromAt), '-enddate', instantText(validUntilAt)],
      ...['-keyfile', 'issuer.key', ...issuer, '-in', 'request.csr', '-out', 'made.crt'],
    ],
  }
}

function configOf(kind: CertificateOrder['kind'], commonName: string, names: readonly string[]): string {
  const alternatives = names.map((name, index) => `${isIP(name) === 0 ? 'DNS' : 'IP'}.${index + 1} = ${name}`)
  return `[own]
database = index.txt
new_certs_dir = .
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
copy_extensions = none
string_mask = utf8only
[any]
organizationName = optional
commonName = supplied
[req]
distinguished_name = subject
prompt = no
string_mask = utf8only
[subject]
O = Tiếng Làng
CN = ${commonName}
[${kind}]
${EXTENSIONS[kind].join('\n')}
[names]
${alternatives.join('\n')}
`
}

/** GeneralizedTime, RFC 5280 §4.1.2.5.2: `20261121093000Z`. */
function instantText(at: number): string {
  return `${new Date(at).toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`
}
