import { type Clock, MINUTE_MS } from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'
import { daysAfter, localDate } from './local-time.ts'
import type { LaidBulletin } from './speaking.ts'
import type { Village } from './village.ts'

/** One programme of a usual week, before it is laid. */
interface WeekProgramme {
  programmeId: string
  name: string
  priority: 'routine' | 'priority'
  recurrence: Record<string, unknown>
  validity: Record<string, unknown>
  /** Keys of bulletins, in their order. */
  says: readonly string[]
  repeats?: number
  targets: { areas: string[]; zones: string[]; clusters: string[] }
  /** How far it has come: most are approved; one waits for an approver, one is still being written. */
  state: 'approved' | 'submitted' | 'draft'
}

const WORKDAYS = [1, 2, 3, 4, 5, 6]
const SUNDAY = 0

/** What a commune usually hears, and what is still on its way to being heard. */
function usualWeek({ communes }: Village, today: string): WeekProgramme[] {
  const everywhere = { areas: communes.map(({ areaId }) => areaId), zones: [], clusters: [] }
  const first = { areas: communes.slice(0, 1).map(({ areaId }) => areaId), zones: [], clusters: [] }
  const always = { validity: {}, priority: 'routine', targets: everywhere, state: 'approved' } as const
  return [
    {
      ...always,
      programmeId: 'buoi-sang',
      name: 'Chương trình buổi sáng',
      recurrence: { kind: 'daily', startTimes: ['05:15'] },
      says: ['nhac-hieu', 'chao-buoi-phat-thanh', 'du-bao-thoi-tiet', 'tin-trong-xa'],
    },
    {
      ...always,
      programmeId: 'buoi-chieu',
      name: 'Chương trình buổi chiều',
      recurrence: { kind: 'weekly', weekdays: WORKDAYS, startTimes: ['17:00'] },
      says: ['nhac-hieu', 'nong-vu-lua-xuan', 'canh-giac-lua-dao', 'tuyen-sinh-lop-mot'],
    },
    {
      ...always,
      programmeId: 'van-hoa-cuoi-tuan',
      name: 'Văn hóa cuối tuần',
      recurrence: { kind: 'weekly', weekdays: [SUNDAY], startTimes: ['06:30', '18:00'] },
      says: ['nhac-hieu', 'hoi-lang'],
    },
    {
      ...always,
      programmeId: 'nhac-tiem-chung',
      name: 'Nhắc lịch tiêm chủng',
      priority: 'priority',
      recurrence: { kind: 'weekly', weekdays: [1], startTimes: ['11:00', '16:30'] },
      validity: { from: today, until: daysAfter(today, 27) },
      says: ['lich-tiem-chung'],
      repeats: 2,
      targets: first,
    },
    {
      ...always,
      programmeId: 'mua-mua-bao',
      name: 'Mùa mưa bão: sẵn sàng phòng chống',
      recurrence: { kind: 'weekly', weekdays: [3, 6], startTimes: ['17:45'] },
      validity: { season: { from: '05-15', until: '10-31' } },
      says: ['phong-chong-lu'],
    },
    {
      ...always,
      programmeId: 'thong-bao-nha-truong',
      name: 'Thông báo của nhà trường',
      recurrence: {
        kind: 'dates',
        dates: [2, 3, 4].map((days) => daysAfter(today, days)),
        startTimes: ['11:15'],
      },
      says: ['tuyen-sinh-lop-mot'],
      repeats: 2,
      targets: first,
      state: 'submitted',
    },
    {
      ...always,
      programmeId: 'dau-thang',
      name: 'Ngày đầu tháng: nhạc và tin trong xã',
      recurrence: { kind: 'cron', expression: '30 6 1 * *' },
      says: ['nhac-hieu', 'tin-trong-xa'],
      state: 'draft',
    },
  ]
}

/** Lays what is missing of a usual week; what someone has changed or removed since the first start stays as it is. */
export async function layWeek(
  administration: AdminClient,
  { clock, village }: { clock: Clock; village: Village },
  bulletins: ReadonlyMap<string, LaidBulletin>,
): Promise<void> {
  for (const { says, repeats = 1, targets, state, ...definition } of usualWeek(
    village,
    localDate(clock.now()),
  )) {
    const playlist = says.flatMap((key) => {
      const bulletin = bulletins.get(key)
      if (!bulletin) return []
      return [{ itemId: key, title: bulletin.title, bulletinId: bulletin.bulletinId, repeats, gapMs: 2_000 }]
    })
    const usual = { latenessMsMax: 10 * MINUTE_MS, onInterrupted: 'resume', mayBeCut: false }
    const path = `/api/v1/programmes${state === 'approved' ? '?review=approve' : ''}`
    await administration.post(path, { targets, definition: { ...definition, ...usual, playlist } })
    if (state === 'submitted')
      await administration.post(`/api/v1/programmes/${definition.programmeId}/submission`, {})
  }
}
