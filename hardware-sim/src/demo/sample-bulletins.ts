/** Texts written for this project; spoken by espeak-ng at the demo's first start. One at least of each category. */
export interface SampleBulletin {
  /** Stable name, so that a second start finds what the first one made. */
  key: string
  title: string
  category: string
  /** For whom, in free words. */
  audience: string
  text: string
}

/** What the first programme says: it sounds within a minute of the demo's start. */
export const FIRST_BULLETINS: readonly SampleBulletin[] = [
  {
    key: 'chao-buoi-phat-thanh',
    title: 'Lời chào buổi phát thanh',
    category: 'signal',
    audience: 'Toàn thể bà con',
    text: 'Đây là đài truyền thanh xã. Xin kính chào bà con và các bạn. Mời bà con cùng nghe bản tin hôm nay.',
  },
  {
    key: 'lich-tiem-chung',
    title: 'Lịch tiêm chủng tháng này',
    category: 'health',
    audience: 'Phụ huynh có con dưới 5 tuổi',
    text: 'Trạm y tế xã thông báo: lịch tiêm chủng cho trẻ em dưới năm tuổi bắt đầu từ bảy giờ ba mươi sáng thứ Ba. Đề nghị các gia đình mang theo sổ tiêm chủng và đưa trẻ đến đúng giờ.',
  },
  {
    key: 've-sinh-duong-lang',
    title: 'Tổng vệ sinh đường làng ngõ xóm',
    category: 'notice',
    audience: 'Toàn thể bà con',
    text: 'Ủy ban nhân dân xã đề nghị bà con tham gia tổng vệ sinh đường làng, ngõ xóm vào sáng thứ Bảy, khơi thông cống rãnh trước mùa mưa bão.',
  },
  {
    key: 'lich-cat-dien',
    title: 'Lịch cắt điện để sửa chữa',
    category: 'notice',
    audience: 'Thôn Đông và thôn Trung',
    text: 'Điện lực thông báo: tạm ngừng cấp điện từ tám giờ đến mười một giờ sáng thứ Năm tại thôn Đông và thôn Trung để sửa chữa đường dây. Mong bà con thông cảm.',
  },
]

/** What a usual week says besides. */
export const WEEK_BULLETINS: readonly SampleBulletin[] = [
  {
    key: 'tin-trong-xa',
    title: 'Tin trong xã: khánh thành cầu qua kênh',
    category: 'news',
    audience: 'Toàn thể bà con',
    text: 'Sáng nay, Ủy ban nhân dân xã đã khánh thành cây cầu mới bắc qua kênh thủy lợi, nối xóm Bến với xóm Chợ. Cầu dài mười tám mét, do bà con góp công và nhà nước hỗ trợ vật liệu. Từ nay các cháu đi học không còn phải vòng qua đê.',
  },
  {
    key: 'nong-vu-lua-xuan',
    title: 'Nông vụ: chăm sóc lúa đẻ nhánh',
    category: 'farming',
    audience: 'Hộ trồng lúa',
    text: 'Khuyến nông xã hướng dẫn: lúa đang thời kỳ đẻ nhánh, bà con giữ mực nước nông từ ba đến năm xăng ti mét, bón thúc khi trời ấm và thăm đồng thường xuyên để phát hiện sớm rầy nâu và bệnh đạo ôn.',
  },
  {
    key: 'canh-giac-lua-dao',
    title: 'Cảnh giác lừa đảo qua điện thoại',
    category: 'security',
    audience: 'Người cao tuổi',
    text: 'Công an xã khuyến cáo: cán bộ nhà nước không yêu cầu chuyển tiền hay đọc mã xác nhận qua điện thoại. Nếu có người tự xưng là công an hoặc ngân hàng gọi đến, bà con bình tĩnh, không làm theo và báo ngay cho công an xã.',
  },
  {
    key: 'du-bao-thoi-tiet',
    title: 'Dự báo thời tiết tuần này',
    category: 'weather',
    audience: 'Toàn thể bà con',
    text: 'Dự báo thời tiết: đêm và sáng trời rét, có sương mù, tầm nhìn xa hạn chế, bà con đi đường chú ý an toàn. Trưa và chiều hửng nắng. Nhiệt độ thấp nhất mười sáu độ, cao nhất hai mươi bốn độ.',
  },
  {
    key: 'hoi-lang',
    title: 'Chương trình hội làng đầu xuân',
    category: 'culture',
    audience: 'Toàn thể bà con và khách thập phương',
    text: 'Ban tổ chức thông báo: hội làng mở vào sáng mùng tám, bắt đầu bằng lễ rước từ đình ra bến sông. Buổi chiều có thi vật, kéo co và hát đối. Mời bà con về dự đông đủ.',
  },
  {
    key: 'tuyen-sinh-lop-mot',
    title: 'Tuyển sinh vào lớp Một',
    category: 'education',
    audience: 'Gia đình có con 6 tuổi',
    text: 'Trường tiểu học xã thông báo nhận hồ sơ vào lớp Một từ ngày mùng một đến ngày mười lăm. Hồ sơ gồm đơn xin học và bản sao giấy khai sinh. Gia đình chưa có điều kiện xin liên hệ văn phòng nhà trường để được giúp đỡ.',
  },
  {
    key: 'phong-chong-lu',
    title: 'Chuẩn bị phòng chống bão lũ',
    category: 'weather',
    audience: 'Các hộ ven sông và dưới chân đồi',
    text: 'Ban chỉ huy phòng chống thiên tai xã đề nghị bà con chằng chống nhà cửa, kê cao đồ đạc, chuẩn bị nước sạch, đèn pin và lương khô cho ba ngày. Các hộ ven sông sẵn sàng sơ tán khi có lệnh.',
  },
]

/** Waits for someone to approve it: the demo's inbox is not empty. */
export const SUBMITTED_BULLETIN: SampleBulletin = {
  key: 'hien-mau',
  title: 'Mời tham gia hiến máu nhân đạo',
  category: 'health',
  audience: 'Thanh niên từ 18 tuổi',
  text: 'Hội Chữ thập đỏ xã mời thanh niên tham gia hiến máu nhân đạo vào sáng Chủ nhật tại nhà văn hóa. Mỗi giọt máu cho đi, một cuộc đời ở lại.',
}
