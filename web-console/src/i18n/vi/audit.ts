export const audit = {
  title: 'Nhật ký hệ thống',
  empty: 'Chưa có việc nào được ghi',
}
