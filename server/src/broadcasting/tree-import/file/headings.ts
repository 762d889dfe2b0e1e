/** What a column may hold. */
export const COLUMNS = [
  'kind',
  'id',
  'code',
  'name',
  'parent',
  'zones',
  'latitude',
  'longitude',
  'volume',
  'emergencyVolume',
  'volumeCap',
  'quietHours',
  'specialArea',
] as const
export type Column = (typeof COLUMNS)[number]

/** As the export writes them. */
export const HEADINGS: Readonly<Record<Column, string>> = {
  kind: 'Loại',
  id: 'Định danh',
  code: 'Mã',
  name: 'Tên',
  parent: 'Thuộc',
  zones: 'Vùng phát',
  latitude: 'Vĩ độ',
  longitude: 'Kinh độ',
  volume: 'Âm lượng',
  emergencyVolume: 'Âm lượng khẩn cấp',
  volumeCap: 'Trần âm lượng',
  quietHours: 'Giờ yên lặng',
  specialArea: 'Khu đặc biệt',
}

/** Each as `plainWord` leaves it: without marks, capitals and spaces. */
const SYNONYMS: Readonly<Record<Column, readonly string[]>> = {
  kind: ['loai', 'kind', 'type'],
  id: ['dinhdanh', 'id'],
  code: ['ma', 'maso', 'madonvi', 'code'],
  name: ['ten', 'tengoi', 'name'],
  parent: ['thuoc', 'tructhuoc', 'capcha', 'parent'],
  zones: ['vungphat', 'vung', 'zones', 'zone'],
  latitude: ['vido', 'latitude', 'lat'],
  longitude: ['kinhdo', 'longitude', 'lon', 'lng', 'long'],
  volume: ['amluong', 'amluongthuong', 'volume'],
  emergencyVolume: ['amluongkhancap', 'emergencyvolume'],
  volumeCap: ['tranamluong', 'amluongtoida', 'volumecap', 'hardcap'],
  quietHours: ['gioyenlang', 'quiethours'],
  specialArea: ['khudacbiet', 'specialarea'],
}

const COLUMN_OF: ReadonlyMap<string, Column> = new Map(
  COLUMNS.flatMap((column) => SYNONYMS[column].map((word) => [word, column])),
)

/** The column that a heading means, in Vietnamese or English, with or without marks. */
export function columnOf(heading: string): Column | undefined {
  return COLUMN_OF.get(plainWord(heading))
}

/** A word without marks, capitals, spaces and signs, whichever of the two ways its marks were typed in. */
export function plainWord(text: string): string {
  return text
    .normalize('NFD')
    .toLowerCase()
    .replaceAll('đ', 'd')
    .replace(/[^a-z0-9]/g, '')
}
