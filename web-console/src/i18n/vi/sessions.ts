export const sessions = {
  title: 'Phiên và mật khẩu của tôi',
  empty: 'Không có phiên nào',
}
