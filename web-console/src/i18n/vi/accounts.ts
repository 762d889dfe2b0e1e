export const accounts = {
  title: 'Tài khoản',
  empty: 'Chưa có tài khoản nào',
}
