import type { Evidence, Outcome, PlayoutReason } from '@tieng-lang/protocol'

/** What became of a planned sound, as people say it. */
export const OUTCOME_WORDS: Record<Outcome, string> = {
  heard: 'đã phát',
  partlyHeard: 'phát một phần',
  notHeard: 'không phát',
}

export const REASON_WORDS: Record<PlayoutReason, string> = {
  quietHours: 'rơi vào giờ yên lặng',
  sessionTooLong: 'buổi phát quá dài',
  sessionsPerDay: 'quá số buổi phát trong ngày',
  tooLate: 'đã quá giờ phát',
  expired: 'hết hạn',
  stopped: 'bị dừng',
  skipped: 'được bỏ qua',
  withdrawn: 'đã rút khỏi lịch',
  preempted: 'nhường cho nội dung ưu tiên hơn',
  clockUntrusted: 'đồng hồ cụm loa chưa đúng giờ',
  audioMissing: 'chưa tải được tệp âm thanh',
  audioCorrupt: 'tệp âm thanh bị hỏng',
  amplifierOff: 'tăng âm đang tắt',
  amplifierFailed: 'tăng âm bị lỗi',
  outputFailed: 'đường ra âm thanh bị lỗi',
  outputStarved: 'âm thanh bị ngắt quãng',
  sourceSilent: 'nguồn phát không có tiếng',
  silentHorn: 'loa không ra tiếng',
  agentRestarted: 'cụm loa khởi động lại',
  joinedLate: 'vào sau khi đã bắt đầu',
  noTuner: 'bo mạch không có bộ thu FM',
  planNotHeld: 'cụm loa chưa nhận được lịch',
  notReported: 'cụm loa không báo lại',
}

/** By what it is known that it was heard. */
export const EVIDENCE_WORDS: Record<Evidence, string> = {
  lineCurrent: 'dòng điện đường loa',
  supplyCurrent: 'dòng điện nguồn',
  microphone: 'micrô',
  none: 'chưa có bằng chứng',
}
