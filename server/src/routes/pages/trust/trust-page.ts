import type { CertificateFacts } from '@tieng-lang/protocol'
import { escapeHtml, plainPage } from '../html.ts'
import { DEVICES, type DeviceSteps } from './trust-steps.ts'

/** What the page shows of this server. */
export interface TrustPage {
  facts: CertificateFacts
  /** Where the root can be had, alone and as a profile of Apple's. */
  file: string
  profile: string
  httpsUrl: string | null
}

/** Needs no script: whoever reads it has not signed in, perhaps on a phone that trusts nothing here yet. */
export function renderTrustPage({ facts, file, profile, httpsUrl }: TrustPage, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'short' })
  const until = day.format(facts.validUntilAt)
  const name = escapeHtml(facts.name)
  const link = httpsUrl === null ? '' : `<p><a href="${escapeHtml(httpsUrl)}">${escapeHtml(httpsUrl)}</a></p>`
  return framed(`<section>
<h2>1. So dấu vân tay <small lang="en">Compare the fingerprint</small></h2>
<p>Hỏi người quản trị máy chủ: ngay tại máy chủ, lệnh <code>tieng-lang certificate</code> cho biết dấu vân tay thật.
Chỉ tin khi hai bên giống nhau từng ký tự. Trang này có thể bị giả trên đường truyền, nên hãy so cả dấu vân tay mà máy
hiện ra khi cài.</p>
<p class="quiet" lang="en">Ask whoever administers the server: there, <code>tieng-lang certificate</code> shows the true
one. Trust it only where both are the same. This page could be forged on its way: compare what your device shows, too.</p>
<p><strong class="fingerprint">${fingerprintLines(facts.fingerprint)}</strong></p>
<p class="quiet">SHA-256 · ${name} · thời hạn đến <span lang="en">(valid until)</span> ${until}</p>
</section>
<section>
<h2>2. Tải và cài <small lang="en">Download and install</small></h2>
<p>Chọn loại máy của bạn. <span class="quiet" lang="en">Choose your device.</span></p>
${DEVICES.map((device) => deviceText(device, device.isApple ? profile : file)).join('\n')}
</section>
<section>
<h2>3. Mở trang bằng https <small lang="en">Open the page over https</small></h2>
<p>Tắt hẳn trình duyệt rồi mở lại địa chỉ dưới đây; từ nay trang này dùng được micrô.</p>
<p class="quiet" lang="en">Close the browser and open this address; from now on the page may use the microphone.</p>
${link}
<p>Chứng thư này chỉ do máy chủ này giữ. Không dùng nữa thì gỡ khỏi máy ở chính chỗ đã cài.</p>
<p class="quiet" lang="en">Its key lies on this server alone. Remove it where it was installed once it is not needed.</p>
</section>`)
}

/** Where TLS is not wanted, or rests on an authority that devices trust already. */
export function renderNoRootPage(): string {
  return framed(`<section>
<p>Máy chủ này không dùng chứng thư gốc riêng, không cần cài gì.</p>
<p>Nếu điện thoại không cho dùng micrô: nhờ người quản trị chạy <code>tieng-lang serve --https-port 8443</code>.</p>
<p class="quiet" lang="en">This server has no root of its own; nothing has to be installed. Where a phone gives no
microphone, ask the administrator for <code>--https-port</code>.</p>
</section>`)
}

function deviceText({ isApple, vi, en }: DeviceSteps, file: string): string {
  const steps = (texts: readonly string[]) => texts.map((text) => `<li>${escapeHtml(text)}</li>`).join('')
  const words = isApple ? ['Tải hồ sơ', 'Download the profile'] : ['Tải chứng thư gốc', 'Download the root']
  return `<details>
<summary>${escapeHtml(vi.device)}</summary>
<p><a class="button" href="${file}">${words[0]} <small lang="en">${words[1]}</small></a></p>
<ol>${steps(vi.steps)}</ol>
<ol class="quiet" lang="en">${steps(en)}</ol>
</details>`
}

/** Four lines of eight bytes: as much as the eye compares at a time. */
function fingerprintLines(fingerprint: string): string {
  const bytes = fingerprint.split(':')
  const lines = [0, 8, 16, 24].map((from) => bytes.slice(from, from + 8).join(' '))
  return lines.map(escapeHtml).join('<br>')
}

const STYLE = `
.fingerprint { font-family: ui-monospace, monospace; color: var(--ink); font-size: 1.05rem }
.button { display: inline-block; padding: .6rem 1rem; border-radius: .5rem; background: var(--good); color: var(--card); text-decoration: none; font-weight: 600 }
.button small { color: inherit }
summary { padding: .5rem 0; cursor: pointer; font-weight: 600 }
li { margin: .25rem 0 }
`

const HEADER = `<h1>Để điện thoại tin máy chủ này</h1>
<p>Trình duyệt chỉ cho dùng micrô khi trang mở bằng https và máy tin chứng thư của máy chủ. Cài một lần cho mỗi máy.</p>
<p class="quiet" lang="en">A browser gives its microphone only to a page over https whose certificate the device trusts. Once a device.</p>`

function framed(main: string): string {
  return plainPage({ title: 'Chứng thư gốc · Tiếng Làng', style: STYLE, header: HEADER, main })
}
