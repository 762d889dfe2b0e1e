import type { ClusterState, StatusAnswer } from '@tieng-lang/protocol'
import { escapeHtml, plainPage } from './html.ts'

/** What the page tells a signed-in person. */
export type ShownStatus = Pick<StatusAnswer, 'at' | 'isBrokerConnected' | 'areas' | 'clusters'>

/** A plain page in Vietnamese that needs no script, for a signed-in person: what is there, what sounds, what is missing. */
export function renderStatusPage(status: ShownStatus, timeZone: string): string {
  const time = timeFormat(timeZone, status.at)
  const connected = status.clusters.filter(({ isConnected }) => isConnected).length
  const clustersOf = byArea(status.clusters)
  const areas = status.areas.flatMap((area) => {
    const clusters = clustersOf.get(area.areaId)
    return clusters ? [{ area, clusters }] : []
  })
  const sections = areas.map(({ area, clusters }) => areaSection(area, clusters, time)).join('\n')
  const counts = { connected, known: status.clusters.length }
  return framed({ ...status, ...counts }, time, sections || '<p>Chưa có cụm loa nào.</p>')
}

/** The same for anyone on the network: numbers, and no names. */
export function renderStatusNumbers(
  numbers: { at: number; isBrokerConnected: boolean; connected: number; known: number; planBehind: number },
  timeZone: string,
): string {
  const behind = `<p>${numbers.planBehind} cụm loa chưa giữ bản lịch phát mới nhất.</p>`
  const signIn = '<p><a href="/">Đăng nhập</a> để xem từng cụm loa.</p>'
  return framed(numbers, timeFormat(timeZone, numbers.at), `${behind}\n${signIn}`)
}

function framed(
  status: { at: number; isBrokerConnected: boolean; connected: number; known: number },
  time: TimeFormat,
  content: string,
): string {
  const broken = ' · <strong>máy chủ mất kết nối với kênh truyền lệnh (MQTT)</strong>'
  return plainPage({
    title: 'Tiếng Làng',
    head: '<meta http-equiv="refresh" content="10">\n',
    header: `<h1>Tiếng Làng</h1>
<p>Máy chủ đang hoạt động · ${status.connected}/${status.known} cụm loa đang kết nối${
      status.isBrokerConnected ? '' : broken
    }</p>
<p class="quiet">Cập nhật lúc ${time(status.at)}, tự làm mới mỗi 10 giây</p>`,
    main: content,
  })
}

function byArea(clusters: readonly ClusterState[]): Map<string, ClusterState[]> {
  const grouped = new Map<string, ClusterState[]>()
  for (const cluster of clusters) {
    const known = grouped.get(cluster.areaId)
    if (known) known.push(cluster)
    else grouped.set(cluster.areaId, [cluster])
  }
  return grouped
}

type TimeFormat = (at: number) => string

function areaSection(
  area: StatusAnswer['areas'][number],
  clusters: readonly ClusterState[],
  time: TimeFormat,
): string {
  return `<section>
<h2>${escapeHtml(area.name)}${area.code === null ? '' : ` <small>mã ${escapeHtml(area.code)}</small>`}</h2>
<div class="wide"><table>
<thead><tr><th>Cụm loa</th><th>Kết nối</th><th>Lịch phát</th><th>Tệp âm thanh</th><th>Đang phát</th><th>Tiếp theo</th><th>Lần phát gần nhất</th></tr></thead>
<tbody>
${clusters.map((cluster) => clusterRow(cluster, time)).join('\n')}
</tbody>
</table></div>
</section>`
}

function clusterRow(cluster: ClusterState, time: TimeFormat): string {
  const cells = [
    connectionText(cluster),
    planText(cluster),
    cluster.media ? `${cluster.media.held}/${cluster.media.wanted} tệp` : '—',
    cluster.playing ? `từ ${time(cluster.playing.startedAt)}` : 'không phát',
    cluster.next ? time(cluster.next.dueAt) : '—',
    lastText(cluster, time),
  ]
  const row = cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')
  const kind = cluster.playing ? 'playing' : cluster.isConnected ? 'connected' : 'away'
  return `<tr class="${kind}"><th scope="row">${escapeHtml(cluster.name)}</th>${row}</tr>`
}

function connectionText({ isConnected, isEnrolled, clockState }: ClusterState): string {
  if (!isEnrolled) return '○ chưa ghi danh'
  if (!isConnected) return '△ mất kết nối'
  return clockState !== null && clockState !== 'trusted'
    ? '△ đồng hồ chưa được xác nhận đúng giờ'
    : '● đang kết nối'
}

function planText({ planRevision: { wanted, held } }: ClusterState): string {
  if (wanted === null) return '—'
  if (held === null) return 'chưa nhận'
  return held >= wanted ? 'đã nhận bản mới nhất' : 'đang giữ bản cũ'
}

const OUTCOME_TEXT: Record<string, string> = {
  heard: 'đã phát',
  partlyHeard: 'phát một phần',
  notHeard: 'không phát',
}

function lastText({ lastPlayout, gapCount }: ClusterState, time: TimeFormat): string {
  if (!lastPlayout) return '—'
  const proof =
    lastPlayout.outcome !== 'notHeard' && lastPlayout.evidence === 'none'
      ? ', chưa xác nhận được loa có phát tiếng'
      : ''
  const lost = gapCount > 0 ? ' · nhật ký phát còn thiếu' : ''
  return `${time(lastPlayout.dueAt)}: ${OUTCOME_TEXT[lastPlayout.outcome] ?? lastPlayout.outcome}${proof}${lost}`
}

/** A space that does not break, so that a time stays on one line. */
const JOINED = '\u00a0'

/** `14:32:40 hôm nay` for the day of `now`, else `14:32 21/11`. */
function timeFormat(timeZone: string, now: number): TimeFormat {
  // British digits: 24 hours with colons, and the day before the month with a slash, as Vietnamese is written.
  const format = (parts: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone, ...parts })
  const timeOfDay = format({ timeStyle: 'medium' })
  const minute = format({ timeStyle: 'short' })
  const date = format({ dateStyle: 'short' })
  const day = format({ day: '2-digit', month: '2-digit' })
  return (at) =>
    date.format(at) === date.format(now)
      ? `${timeOfDay.format(at)}${JOINED}hôm${JOINED}nay`
      : `${minute.format(at)}${JOINED}${day.format(at)}`
}
