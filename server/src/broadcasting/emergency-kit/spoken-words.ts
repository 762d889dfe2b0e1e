import type { EmergencyEvent } from '@tieng-lang/protocol'

/**
 * What is said where nobody has recorded anything better: who tells, what happens, what to do. One thing a sentence, the
 * first thing to do first, nothing that only some villages have.
 */
export const EVENT_WORDS: Readonly<Record<EmergencyEvent, string>> = {
  storm: `Bão mạnh đang đến gần. Bà con vào ngay nhà kiên cố, đóng chặt các cửa. Tránh xa cây to, cột điện và mái tôn.
Không ra khơi, không ra đường. Nhà ai không chắc chắn, hãy đến nơi trú ẩn gần nhất.`,
  flood: `Nước lũ đang lên nhanh. Bà con đưa người già và trẻ em lên chỗ cao ngay. Ngắt cầu dao điện.
Không lội, không đi xe qua chỗ nước chảy. Cần cứu giúp, hãy gọi một một hai.`,
  flashFlood: `Có nguy cơ lũ quét và sạt lở đất. Bà con rời ngay bờ suối, chân đồi và sườn dốc. Đi lên chỗ cao, chắc chắn.
Không qua suối, không quay lại lấy đồ. Giúp người già và trẻ em đi trước.`,
  fire: `Có cháy trong khu vực. Bà con rời ngay khỏi nơi có khói lửa. Đi cúi thấp, lấy khăn ướt che mũi và miệng.
Không quay lại lấy đồ. Nhường đường cho xe chữa cháy. Thấy người mắc kẹt, hãy gọi một một bốn.`,
  damRelease: `Hồ chứa nước phía trên sắp xả lũ. Nước sông sẽ lên rất nhanh. Bà con rời ngay lòng sông, bãi sông và bờ sông.
Đưa người và gia súc lên chỗ cao. Không qua sông, không vớt củi, không ra giữ thuyền.`,
  epidemic: `Có dịch bệnh nguy hiểm trong khu vực. Bà con đeo khẩu trang, rửa tay bằng xà phòng, không tụ tập đông người.
Ai bị sốt hoặc thấy không khỏe, hãy ở nhà và báo ngay cho trạm y tế.`,
  missingPerson: `Có người bị lạc, đang cần tìm gấp. Bà con xem quanh nhà, vườn, bờ ao, bờ sông và ngoài đồng.
Gặp người đi lạc, hãy giữ người ấy lại và báo ngay cho công an, số một một ba.`,
  evacuation: `Mọi người phải sơ tán ngay. Bà con ra khỏi nhà, đi theo hướng dẫn của cán bộ đến điểm tập trung.
Mang theo giấy tờ và thuốc. Giúp người già, trẻ em và người khuyết tật. Chưa có thông báo thì không quay về.`,
}

const OPENING = 'Bà con chú ý. Chính quyền địa phương thông báo khẩn cấp.'
const AGAIN = 'Xin nhắc lại.'

/** The whole message of an event: everything twice, for half of it is lost in rain, wind and a first fright. */
export function eventMessage(event: EmergencyEvent): string {
  const words = EVENT_WORDS[event]
  return [OPENING, words, AGAIN, words].join('\n\n')
}

const ALL_CLEAR = `Chính quyền địa phương thông báo: hết nguy hiểm. Tình huống khẩn cấp vừa qua đã kết thúc.
Bà con trở lại sinh hoạt bình thường. Thấy dây điện đứt hoặc nhà hư hỏng, hãy tránh xa và báo cho cán bộ.`

const CORRECTION = `Xin đính chính. Thông báo khẩn cấp vừa rồi là nhầm lẫn. Bà con bỏ qua thông báo vừa rồi.
Không có nguy hiểm. Thành thật xin lỗi bà con.`

const EXERCISE = 'Đây là diễn tập. Không có nguy hiểm thật.'

/** What belongs to no event; each is said twice as well. */
export const COMMON_WORDS = {
  allClear: twice(ALL_CLEAR),
  correction: twice(CORRECTION),
  exerciseBegin: twice(EXERCISE),
  exerciseEnd: twice(EXERCISE),
} as const

function twice(words: string): string {
  return [words, AGAIN, words].join('\n\n')
}
