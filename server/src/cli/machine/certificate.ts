import { type CertificateFacts, type CertificatesAnswer, DEFAULT_TIME_ZONE } from '@tieng-lang/protocol'
import { adminClient, readArguments } from '../terminal/arguments.ts'
import { type Command, DONE } from '../terminal/terminal.ts'

export const certificate: Command = {
  summary: 'chứng chỉ TLS: dấu vân tay và thời hạn (TLS certificate)',
  usage: `tieng-lang certificate [--json]

Dấu vân tay và thời hạn của chứng chỉ mà trình duyệt thấy. Trình duyệt chỉ cho trang dùng micrô qua https:
  1. Chạy "tieng-lang serve --https-port 8443": máy chủ tự làm chứng chỉ (hoặc dùng tệp của bạn: https.certificateFile,
     https.keyFile trong cấu hình).
  2. Trên mỗi điện thoại, một lần: mở http://MÁY-CHỦ:8080/chung-thu-goc, so dấu vân tay ở đó với dấu "Chứng thư gốc" mà
     lệnh này in ra, rồi làm theo các bước cho Android, iPhone hay Windows.
  3. Từ đó mở https://MÁY-CHỦ:8443.
--json: cho chương trình khác đọc.
(Fingerprint and validity of what browsers are shown. A browser gives a page its microphone over https only: run "serve"
with --https-port; on each phone, once, open /chung-thu-goc, compare the fingerprint with the root's that is printed here,
and follow its steps; from then on open the https address. --json: for other programs.)`,
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
