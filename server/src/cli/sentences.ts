import { CodedError } from '@tieng-lang/protocol'

/** What went wrong, in Vietnamese, by code; English stands beside it. */
const SENTENCES: Record<string, string> = {
  wronglyAsked: 'Lệnh chưa đúng.',
  badConfig: 'Cấu hình chưa đúng.',
  badRequest: 'Yêu cầu chưa đúng.',
  serverNotRunning: 'Máy chủ chưa chạy trong thư mục dữ liệu này; hãy chạy "tieng-lang serve".',
  alreadyRunning: 'Đã có một máy chủ đang chạy trong thư mục dữ liệu này.',
  notAllowed: 'Bạn không có quyền quản trị máy chủ này.',
  fileUnreadable: 'Không đọc được tệp.',
  portUnavailable: 'Cổng mạng đang được chương trình khác sử dụng.',
  databaseNewer: 'Cơ sở dữ liệu thuộc phiên bản mới hơn chương trình này.',
  keysLost: 'Thiếu tệp khoá của máy chủ; hãy khôi phục từ bản sao lưu.',
  storageFull: 'Ổ đĩa đã đầy.',
  alreadyExists: 'Đã có mục trùng mã.',
  areaNotFound: 'Không có khu vực này.',
  clusterNotFound: 'Không có cụm loa hoặc khu vực này.',
  treeCircle: 'Không thể chuyển khu vực vào bên dưới chính nó.',
  treeTooDeep: 'Cây khu vực quá nhiều cấp.',
  stillReferenced: 'Vẫn còn nơi dùng đến mục này.',
  zoneElsewhere: 'Vùng phát thuộc khu vực khác.',
  previewStale: 'Địa bàn hoặc tệp đã thay đổi sau khi xem trước.',
  importUnderWay: 'Đang có một lần nhập khác.',
  csvUnreadable: 'Tệp không phải CSV đọc được.',
  csvHeadingUnknown: 'Dòng tiêu đề của tệp chưa đúng.',
  csvTooLong: 'Tệp có quá nhiều dòng.',
  operatorNotFound: 'Không có tài khoản này.',
  lastAdministrator: 'Phải còn ít nhất một quản trị viên của toàn hệ thống.',
  bulletinNotFound: 'Không có bản tin này.',
  programmeNotFound: 'Không có chương trình này.',
  bulletinNotApproved: 'Bản tin chưa được duyệt.',
  unknownTimeZone: 'Múi giờ không đúng.',
  badCronExpression: 'Biểu thức cron không đúng.',
  badDates: 'Ngày tháng không đúng.',
  wrongState: 'Trạng thái hiện tại không cho phép việc này.',
  fourEyes: 'Người làm ra không được tự duyệt.',
  zoneNotFound: 'Không có vùng phát này.',
  planTooLarge: 'Lịch phát quá lớn.',
  nothingToStop: 'Không có cụm loa nào ở đây.',
  notConnected: 'Chưa kết nối được.',
  playlistRefused: 'Đây là danh sách phát, không phải tệp âm thanh.',
  notAudio: 'Tệp này không phải tệp âm thanh, hoặc không đọc được.',
  noAudioStream: 'Tệp này không có âm thanh.',
  tooLong: 'Bản ghi quá dài.',
  tooShort: 'Bản ghi quá ngắn.',
  tooLarge: 'Tệp quá lớn.',
  silent: 'Bản ghi không có tiếng.',
  loudnessNotReached: 'Không đưa được bản ghi về mức âm lượng chuẩn.',
  ffmpegMissing: 'Máy chưa cài ffmpeg.',
  tookTooLong: 'Quá thời gian xử lý cho phép.',
  tooBusy: 'Máy chủ đang bận.',
}

/** One line for a person; the cause of anything that is not coded is told as it is. */
export function sentenceOf(cause: unknown): string {
  if (!(cause instanceof CodedError)) return `Lỗi chương trình. (Program failure: ${String(cause)})`
  return `${SENTENCES[cause.code] ?? 'Không thực hiện được.'} (${cause.code}: ${cause.message})`
}
