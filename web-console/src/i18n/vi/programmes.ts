export const programmes = {
  title: 'Lịch phát',
  empty: 'Chưa có chương trình nào',
}
