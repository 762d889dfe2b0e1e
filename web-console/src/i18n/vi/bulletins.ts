export const bulletins = {
  title: 'Bản tin',
  empty: 'Chưa có bản tin nào',
}
