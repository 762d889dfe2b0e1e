/** Another station in a programme (tiếp sóng): where it comes from, how long at most, what is said in its place. */
export const relays = {
  dialog: {
    add: 'Thêm tiếp sóng',
    change: 'Sửa tiếp sóng',
    put: 'Thêm vào danh sách',
    keep: 'Xong',
  },
  kind: {
    label: 'Bắt đài bằng',
    stream: 'Internet',
    tuner: 'Đài FM (bộ thu của cụm)',
  },
  frequency: {
    label: 'Tần số của đài',
    hint: 'Từ 87,5 đến 108 MHz. Chỉ cụm loa có bộ thu FM trên bo mạch mới tiếp sóng được; cụm khác phát bản tin thay thế.',
    unit: ' MHz',
    noListen: 'Mỗi cụm tự bắt đài tại chỗ, nên không nghe thử ở đây được.',
    bad: {
      noFrequency: 'Hãy ghi tần số của đài.',
      outOfBand: 'Tần số phải từ 87,5 đến 108 MHz.',
    },
  },
  address: {
    label: 'Địa chỉ luồng của đài',
    hint: 'Luồng âm thanh trên Internet: mp3, aac, ogg (Icecast) hoặc HLS (.m3u8). Hãy hỏi đài nếu chưa biết.',
    bad: {
      empty: 'Hãy ghi địa chỉ luồng của đài.',
      scheme: 'Chỉ nhận địa chỉ bắt đầu bằng http:// hoặc https://.',
      password: 'Địa chỉ không được kèm tên và mật khẩu, vì ai xem chương trình cũng thấy.',
      noAddress: 'Đây chưa phải một địa chỉ. Ví dụ đúng: https://dai.vn/truc-tiep.mp3',
    },
  },
  listen: {
    ask: 'Nghe thử',
    hint: 'Máy chủ bắt đài vài giây cho bạn nghe ở đây; loa không phát.',
    pending: 'Đang bắt đài, mất chừng mười giây…',
    player: 'Đoạn nghe thử của đài',
  },
  name: {
    label: 'Tên trong lịch phát',
    hint: 'Bỏ trống thì lấy địa chỉ của đài.',
    placeholder: 'Thời sự VOV1',
  },
  minutes: {
    label: 'Tiếp sóng lâu nhất',
    hint: 'Hết giờ này thì dừng, dù đài còn phát. Nhiều nhất 4 giờ.',
    unit: ' phút',
  },
  fallback: {
    label: 'Khi đài mất tiếng',
    hint: 'Mất tiếng quá 10 giây thì phát bản tin này một lần; đài có lại thì về đài ngay. Không chọn thì loa im.',
    search: 'Tìm bản tin thay thế',
    take: 'Chọn',
    takeTitle: 'Chọn {{title}} làm bản tin thay thế',
    remove: 'Bỏ bản tin thay thế',
  },
  say: {
    longest: 'lâu nhất {{length}}',
    fallback: 'Đài mất tiếng thì phát “{{title}}”',
    fallbackGone: 'Bản tin thay thế không còn nữa.',
    noFallback: 'Đài mất tiếng thì loa im',
    tuner: 'FM {{megahertz}} MHz',
  },
}
