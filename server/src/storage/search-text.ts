const MARKS = /\p{M}/gu

/** Text to search in or by: without tone marks, capitals and double spaces ("Đài xã" → "dai xa"). */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(MARKS, '')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/\s+/g, ' ')
    .trim()
}
