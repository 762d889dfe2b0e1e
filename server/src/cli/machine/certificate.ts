import { type CertificateFacts, type CertificatesAnswer, DEFAULT_TIME_ZONE } from '@tieng-lang/protocol'
import { adminClient, readArguments } from '../terminal/arguments.ts'
import { type Command, DONE } from '../terminal/terminal.ts'

export const certificate: Command = {
  summary: 'chứng chỉ TLS: dấu vân tay và thời hạn (TLS certificate)',
  usage: `tieng-lang certificate [--json]

Dấu vân tay và thời hạn của chứng chỉ mà trình duyệt thấy. Điện thoại chỉ cho trang này dùng micrô qua TLS: chạy
"tieng-lang serve --https-port 8443", rồi trên điện thoại mở http://MÁY-CHỦ:8080/chung-thu-goc và so dấu vân tay.
(Fingerprint and validity of what browsers are shown. A phone gives the page its microphone over TLS only: run "serve"
with --https-port, open /chung-thu-goc on the phone and compare the fingerprint.)`,
  async run(args, terminal) {
    const { values } = readArguments(args, { json: { type: 'boolean' } })
    const found = await adminClient(terminal, values.data).get<CertificatesAnswer>('/api/v1/certificates')
    if (values.json) terminal.out(`${JSON.stringify(found)}\n`)
    else terminal.out(textOf(found))
    return DONE
  },
}

function textOf({ kind, root, server, names, httpsUrl }: CertificatesAnswer): string {
  if (kind === 'none' || !server)
    return 'Máy chủ chưa mở cửa TLS; xem "tieng-lang certificate --help". (TLS is not wanted here.)\n'
  const rootLines = root ? linesOf('Chứng thư gốc (root)', root) : []
  const lines = [
    ...rootLines,
    ...linesOf('Chứng chỉ máy chủ (server)', server),
    `  tên và địa chỉ (names)    ${names.join(', ')}`,
    `Trang web (page): ${httpsUrl ?? '—'}`,
  ]
  return `${lines.join('\n')}\n`
}

function linesOf(
  title: string,
  { name, fingerprint, validFromAt, validUntilAt }: CertificateFacts,
): string[] {
  return [
    `${title}: ${name}`,
    `  SHA-256                   ${fingerprint}`,
    `  thời hạn (valid)          ${day.format(validFromAt)} – ${day.format(validUntilAt)}`,
  ]
}

/** British digits: the day before the month with a slash, as Vietnamese is written. */
const day = new Intl.DateTimeFormat('en-GB', { timeZone: DEFAULT_TIME_ZONE, dateStyle: 'short' })
