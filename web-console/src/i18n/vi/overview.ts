export const overview = {
  title: 'Tổng quan',
  empty: 'Chưa có cụm loa nào',
}
