import type { ClusterStatus, ServerStatus } from '../broadcasting/status.ts'
import { STATUS_STYLE } from './status-style.ts'

/** A plain page in Vietnamese until there is a console: what is there, what sounds, what is missing. */
export function renderStatusPage(status: ServerStatus, timeZone: string): string {
  const time = timeFormat(timeZone)
  const connected = status.clusters.filter(({ isConnected }) => isConnected).length
  const areas = status.areas
    .map((area) => ({ area, clusters: status.clusters.filter(({ areaId }) => areaId === area.areaId) }))
    .filter(({ clusters }) => clusters.length > 0)
  return `<!doctype html>
<html lang="vi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="10">
<title>Tiếng Làng</title>
<style>${STATUS_STYLE}</style>
</head>
<body>
<header>
<h1>Tiếng Làng</h1>
<p>Máy chủ đang hoạt động · ${connected} trên ${status.clusters.length} cụm loa đang kết nối${
    status.isBrokerConnected ? '' : ' · <strong>mất kết nối với kênh điều khiển</strong>'
  }</p>
<p class="quiet">Cập nhật lúc ${time(status.at)}, tự tải lại sau mỗi 10 giây</p>
</header>
<main>
${areas.map(({ area, clusters }) => areaSection(area, clusters, time)).join('\n') || '<p>Chưa có cụm loa nào.</p>'}
</main>
</body>
</html>
`
}

type TimeFormat = (at: number) => string

function areaSection(
  area: ServerStatus['areas'][number],
  clusters: readonly ClusterStatus[],
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

function clusterRow(cluster: ClusterStatus, time: TimeFormat): string {
  const cells = [
    connectionText(cluster),
    planText(cluster),
    cluster.media ? `${cluster.media.held} trên ${cluster.media.wanted}` : '—',
    cluster.playing ? `từ ${time(cluster.playing.startedAt)}` : 'im lặng',
    cluster.next ? time(cluster.next.dueAt) : '—',
    lastText(cluster, time),
  ]
  const row = cells.map((cell) => `<td>${escapeHtml(cell)}</td>`).join('')
  const kind = cluster.playing ? 'playing' : cluster.isConnected ? 'connected' : 'away'
  return `<tr class="${kind}"><th scope="row">${escapeHtml(cluster.name)}</th>${row}</tr>`
}

function connectionText({ isConnected, isEnrolled, clockState }: ClusterStatus): string {
  if (!isEnrolled) return '○ chưa ghi danh'
  if (!isConnected) return '△ mất kết nối'
  return clockState !== null && clockState !== 'trusted' ? '△ đồng hồ chưa tin cậy' : '● đang kết nối'
}

function planText({ planRevision: { wanted, held } }: ClusterStatus): string {
  if (wanted === null) return '—'
  if (held === null) return 'chưa nhận'
  return held >= wanted ? 'đã nhận bản mới nhất' : 'đang giữ bản cũ'
}

const OUTCOME_TEXT: Record<string, string> = {
  heard: 'đã phát',
  partlyHeard: 'phát một phần',
  notHeard: 'không phát',
}

function lastText({ lastPlayout, gaps }: ClusterStatus, time: TimeFormat): string {
  if (!lastPlayout) return '—'
  const proof =
    lastPlayout.outcome !== 'notHeard' && lastPlayout.evidence === 'none' ? ', chưa có bằng chứng' : ''
  const lost = gaps.length > 0 ? ' · nhật ký bị thiếu' : ''
  return `${time(lastPlayout.dueAt)}: ${OUTCOME_TEXT[lastPlayout.outcome] ?? lastPlayout.outcome}${proof}${lost}`
}

function timeFormat(timeZone: string): TimeFormat {
  const format = new Intl.DateTimeFormat('vi-VN', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    day: '2-digit',
    month: '2-digit',
  })
  return (at) => format.format(at)
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
