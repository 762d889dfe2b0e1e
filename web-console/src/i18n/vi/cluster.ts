export const cluster = {
  title: 'Cụm loa',
  empty: 'Không có cụm loa này',
}
