/** Text for a search without Vietnamese marks: "Thông báo" → "thong bao"; NFC and NFD become the same. */
export function withoutMarks(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase()
}
