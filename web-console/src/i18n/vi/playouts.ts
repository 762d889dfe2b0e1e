export const playouts = {
  title: 'Nhật ký phát',
  empty: 'Chưa có gì được phát',
}
