export const review = {
  title: 'Chờ duyệt',
  empty: 'Không có gì chờ duyệt',
}
