export const imports = {
  title: 'Nhập từ CSV',
  empty: 'Chưa chọn tệp',
}
