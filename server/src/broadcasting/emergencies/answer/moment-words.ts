import type { EmergencyMoment, EmergencyOutcome } from '@tieng-lang/protocol'

/** What happened, as people say it. */
export const MOMENT_WORDS: Record<EmergencyMoment['kind'], string> = {
  requested: 'yêu cầu phát',
  secondPersonAsked: 'chờ người thứ hai xác nhận',
  confirmed: 'người thứ hai xác nhận',
  brokeGlass: 'phát ngay, không chờ người thứ hai',
  raised: 'bắt đầu phát khẩn cấp',
  published: 'đã gửi tới các khu vực',
  notPublished: 'chưa gửi được',
  speechReady: 'lời đọc đã sẵn sàng',
  speechFailed: 'không đọc được lời nhắn',
  firstHeard: 'cụm loa đầu tiên phát ra tiếng',
  heard: 'cụm loa phát ra tiếng',
  refused: 'cụm loa từ chối',
  notReached: 'cụm loa chưa nghe được',
  updated: 'cập nhật',
  ended: 'báo yên',
  cancelled: 'huỷ, im lặng',
  corrected: 'đính chính',
  expired: 'hết hạn',
  resolved: 'đã xử lý',
  refusedToPerson: 'từ chối người yêu cầu',
}

/** What became of it at a cluster. */
export const EMERGENCY_OUTCOME_WORDS: Record<EmergencyOutcome, string> = {
  waiting: 'đang chờ',
  heard: 'đã nghe',
  playedNotProven: 'đã phát, chưa có bằng chứng',
  refused: 'từ chối',
  notReached: 'chưa nghe được',
}
