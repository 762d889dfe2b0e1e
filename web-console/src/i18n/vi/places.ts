export const places = {
  title: 'Địa bàn',
  empty: 'Chưa có khu vực nào',
}
