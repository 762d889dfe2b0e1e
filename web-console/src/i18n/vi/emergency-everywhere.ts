import type { EmergencyEvent } from '@tieng-lang/protocol/browser'

/** Of an emergency, what every page may have to say. */
export const emergencyEverywhere = {
  enter: 'Phát khẩn cấp',
  exerciseWord: 'DIỄN TẬP',
  event: {
    storm: 'Bão',
    flood: 'Lũ lụt',
    flashFlood: 'Lũ quét, sạt lở',
    fire: 'Cháy',
    damRelease: 'Xả lũ hồ đập',
    epidemic: 'Dịch bệnh',
    missingPerson: 'Tìm người mất tích',
    evacuation: 'Sơ tán',
  } satisfies Record<EmergencyEvent, string>,
  banner: {
    label: 'Đang có phát khẩn cấp hoặc diễn tập',
    active: '{{event}} ở {{where}}',
    by: '{{name}} phát lúc {{time}}',
    byButton: 'Nút tại cụm loa, lúc {{time}}',
    byCap: 'Hệ thống cấp trên, lúc {{time}}',
    asks: '{{name}} xin phát, chờ người thứ hai',
    waits: 'Tin từ {{name}} chờ quyết định: {{headline}}',
    decide: 'Xem và quyết định',
    follow: 'Theo dõi',
    confirm: 'Xác nhận phát',
    heard: '{{heard}}/{{targeted}} cụm đã phát',
    turnOnSound: 'Bật tiếng báo trên máy này',
  },
  pinWanted: {
    title: 'Hãy đặt mã PIN phát khẩn cấp',
    text: 'Bạn có quyền phát khẩn cấp nhưng chưa có mã PIN. Khi có bão mới đặt thì muộn.',
    set: 'Đặt mã PIN',
  },
}
