/** Texts written for this project; spoken by espeak-ng at the demo's first start. */
export interface SampleBulletin {
  /** Stable name, so that a second start finds what the first one made. */
  key: string
  title: string
  text: string
}

export const SAMPLE_BULLETINS: readonly SampleBulletin[] = [
  {
    key: 'chao-buoi-phat-thanh',
    title: 'Lời chào buổi phát thanh',
    text: 'Đây là đài truyền thanh xã. Xin kính chào bà con và các bạn. Mời bà con cùng nghe bản tin hôm nay.',
  },
  {
    key: 'lich-tiem-chung',
    title: 'Lịch tiêm chủng tháng này',
    text: 'Trạm y tế xã thông báo: lịch tiêm chủng cho trẻ em dưới năm tuổi bắt đầu từ bảy giờ ba mươi sáng thứ Ba. Đề nghị các gia đình mang theo sổ tiêm chủng và đưa trẻ đến đúng giờ.',
  },
  {
    key: 've-sinh-duong-lang',
    title: 'Tổng vệ sinh đường làng ngõ xóm',
    text: 'Ủy ban nhân dân xã đề nghị bà con tham gia tổng vệ sinh đường làng, ngõ xóm vào sáng thứ Bảy, khơi thông cống rãnh trước mùa mưa bão.',
  },
  {
    key: 'lich-cat-dien',
    title: 'Lịch cắt điện để sửa chữa',
    text: 'Điện lực thông báo: tạm ngừng cấp điện từ tám giờ đến mười một giờ sáng thứ Năm tại thôn Đông và thôn Trung để sửa chữa đường dây. Mong bà con thông cảm.',
  },
]
