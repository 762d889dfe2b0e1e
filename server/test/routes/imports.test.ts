import { readFileSync } from 'node:fs'
import {
  type ClusterAnswer,
  CSV_ROWS_MAX,
  type Problem,
  type TreeImportPreview,
  type Zone,
} from '@tieng-lang/protocol'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RunningServer } from '../../src/app.ts'
import { query } from '../../src/storage/database.ts'
import { findDocument } from '../../src/storage/documents.ts'
import { areaTree } from '../../src/storage/tree/area-tree.ts'
import { eventually, runServer, temporaryFolder } from '../running-server.ts'
import { signIn } from '../signed-in.ts'
import { addArea, addCluster, changeCluster } from '../tree.ts'

const folder = temporaryFolder()
let server: RunningServer
let chief: ReturnType<typeof signIn>

beforeAll(async () => {
  server = await runServer(folder.path)
  chief = signIn(server, 'chief', [['administrator', null]])
  const { services } = server
  addArea(services, { areaId: 'tinh', name: 'Tỉnh Mẫu', code: '01' })
  addArea(services, { areaId: 'xa-a', parentId: 'tinh', name: 'Xã An Bình', code: '00123' })
  addArea(services, { areaId: 'xa-b', parentId: 'tinh', name: 'Xã Hoà Sơn' })
  addCluster(services, { clusterId: 'c-1', areaId: 'xa-a', name: 'Cụm 1' })
})
afterAll(async () => {
  await server.stop()
  folder.remove()
})

type Answer = TreeImportPreview & Problem
const preview = (csv: string, underAreaId: string | null = null) =>
  chief<Answer>('POST', '/tree-imports/preview', { body: { csv, underAreaId } })
const apply = (csv: string, digest: string, underAreaId: string | null = null) =>
  chief<Answer>('POST', '/tree-imports', { body: { csv, underAreaId, digest } })
const heading = 'loại;định danh;mã;tên;thuộc;vùng phát;vĩ độ;kinh độ;âm lượng;giờ yên lặng'
const file = (...rows: string[]) => [heading, ...rows].join('\r\n')
/** Why the one row is refused, in Vietnamese. */
const refusalOf = async (row: string, underAreaId: string | null = null) => {
  const { body } = await preview(file(row), underAreaId)
  expect(body.counts).toMatchObject({ refuse: 1 })
  return body.lines[0]?.sentences[0]?.vi ?? ''
}

test('a preview says in sentences what would change, and changes nothing', async () => {
  const revision = areaTree(server.services.database).revision.token
  const csv = file(
    'khu vực;;00456;Xã Tân Lập;01',
    'khu vực;;00123;Xã An Bình Mới;',
    'khu vực;;;Thôn Đông;Xã Tân Lập;;;;;22:00-04:30',
    'vùng phát;;;Dọc đê;Tỉnh Mẫu / Xã Tân Lập',
    'cụm loa;;;Đầu làng;Thôn Đông;Dọc đê;21,0285;105,8542;60',
    'cụm loa;c-1;;Cụm 1;xa-b;;;;55%',
    'khu vực;;01;Tỉnh Mẫu;',
  )
  const { status, body } = await preview(csv)
  expect(status).toBe(200)
  expect(body.counts).toEqual({ add: 4, change: 1, move: 1, same: 1, refuse: 0 })
  const sentences = body.lines.flatMap((line) => line.sentences.map(({ vi }) => vi))
  expect(sentences).toEqual([
    'Thêm khu vực 00456 “Xã Tân Lập” thuộc “Tỉnh Mẫu”.',
    'Tên: “Xã An Bình” → “Xã An Bình Mới”.',
    'Thêm khu vực “Thôn Đông” thuộc “Xã Tân Lập”.',
    'Thêm vùng phát “Dọc đê” thuộc “Xã Tân Lập”.',
    'Thêm cụm loa “Đầu làng” thuộc “Thôn Đông”.',
    'Chuyển nơi thuộc: “Xã An Bình Mới” → “Xã Hoà Sơn”.',
    'Âm lượng: 70% → 55%.',
  ])
  expect(areaTree(server.services.database).revision.token).toBe(revision)
})

test('what was previewed is done, audited and delivered; the same file again changes nothing', async () => {
  const csv = file(
    'khu vực;;00456;Xã Tân Lập;01',
    'khu vực;;;Thôn Đông;Xã Tân Lập',
    'vùng phát;;;Dọc đê;Xã Tân Lập',
    'cụm loa;;;Đầu làng;Thôn Đông;Dọc đê;21,0285;105,8542;60;không',
    'cụm loa;c-1;;Cụm 1;xa-b;;;;55',
    'cụm loa;;;=cmd;Thôn Đông',
  )
  const { digest } = (await preview(csv)).body
  const done = await apply(csv, digest)
  expect(done.body.counts).toEqual({ add: 4, change: 0, move: 1, same: 0, refuse: 1 })
  const clusters = (await chief<ClusterAnswer[]>('GET', '/clusters')).body
  const made = clusters.find(({ name }) => name === 'Đầu làng')
  const zones = (await chief<Zone[]>('GET', '/zones')).body
  expect(made).toMatchObject({
    position: { latitude: 21.0285, longitude: 105.8542 },
    settings: { zones: [zones[0]?.zoneId], volume: { defaultPercent: 60 }, quietHours: { windows: [] } },
  })
  expect(clusters.find(({ clusterId }) => clusterId === 'c-1')).toMatchObject({ areaId: 'xa-b' })
  const { database } = server.services
  for (const type of ['config', 'plan'])
    await eventually(
      () => findDocument(database, `tl/v1/clusters/${made?.clusterId}/${type}`),
      (document) => document !== undefined,
    )
  const acts = database.rows(query.selectFrom('auditEntries').selectAll().where('act', '=', 'tree.import'))
  expect(acts).toHaveLength(1)
  expect(JSON.parse(acts[0]?.detail ?? '')).toMatchObject({ digest, rows: { first: 2, last: 6 } })
  expect((await preview(csv)).body.counts).toEqual({ add: 0, change: 0, move: 0, same: 5, refuse: 1 })
})

test('a preview holds for its own file and tree alone', async () => {
  const csv = file('cụm loa;c-1;;Cụm Một;xa-b')
  const { digest } = (await preview(csv)).body
  expect((await apply(`${csv}\r\nkhu vực;;;Xã X;01`, digest)).body.code).toBe('previewStale')
  expect((await apply(csv, digest, 'tinh')).body.code).toBe('previewStale')
  changeCluster(server.services, 'c-1', { name: 'Cụm khác' })
  expect(await apply(csv, digest)).toMatchObject({ status: 409, body: { code: 'previewStale' } })
})

test.each([
  ['an unknown parent', 'khu vực;;;Xã X;Huyện Z', 'Không có khu vực nào'],
  ['a code that lost its zero', 'khu vực;;789;Xã X;01', 'đúng 2 hoặc 5 chữ số'],
  ['a code in use', 'khu vực;xa-b;00123;Xã B;01', 'đang là của'],
  ['no name', 'khu vực;;00999;;01', 'Thiếu tên'],
  ['an unknown kind', 'trạm;;;X;01', 'phải là khu vực'],
  ['a formula for a name', 'khu vực;;;"=HYPERLINK(""x"")";01', 'công thức'],
  ['an id that could leave its topic', 'cụm loa;c/+;;X;xa-b', 'gạch nối'],
  ['a position with its two numbers swapped', 'cụm loa;;;X;xa-b;;105.85;21.03', 'ngoài Việt Nam'],
  ['half a position', 'cụm loa;;;X;xa-b;;21.03', 'không phải là một số'],
  ['a volume over 100', 'cụm loa;;;X;xa-b;;;;101', '0 đến 100'],
  ['quiet hours that are none', 'cụm loa;;;X;xa-b;;;;;25:00-05:00', '21:00-05:00'],
  ['a zone of another area', 'cụm loa;;;X;xa-b;Dọc đê', 'không có vùng phát'],
  ['a circle', 'khu vực;tinh;;Tỉnh Mẫu;xa-b', 'bên dưới chính nó'],
  ['a cluster that belongs nowhere', 'cụm loa;;;X', 'Thiếu nơi thuộc'],
  ['more cells than headings', 'khu vực;;;X;01;;;;;;?', 'nhiều ô hơn'],
])('%s is refused with why, and the rest is taken', async (_, row, why) => {
  expect(await refusalOf(row)).toContain(why)
})

test('below an area nothing outside it is changed, and an empty parent means that area', async () => {
  expect(await refusalOf('khu vực;;;Thôn X;xa-b', 'xa-a')).toContain('nằm ngoài')
  expect(await refusalOf('cụm loa;c-1;;Đổi tên;', 'xa-a')).toContain('nằm ngoài')
  const { body } = await preview(file('khu vực;;;Thôn Mới;'), 'xa-a')
  expect(body.lines[0]?.sentences[0]?.vi).toContain('thuộc “Xã An Bình”')
  const local = signIn(server, 'local', [['administrator', 'xa-a']])
  const ask = (underAreaId: string | null) =>
    local('POST', '/tree-imports/preview', { body: { csv: file('khu vực;;;Y;'), underAreaId } })
  expect((await ask('xa-b')).status).toBe(403)
  expect((await ask(null)).status).toBe(403)
  expect((await ask('xa-a')).status).toBe(200)
})

test('the same thing twice, and names that need their parents to be told apart', async () => {
  const twice = await preview(file('cụm loa;c-1;;A;xa-b', 'cụm loa;c-1;;B;xa-b'))
  expect(twice.body.lines[0]).toMatchObject({ row: 3, act: 'refuse' })
  const csv = file(
    'khu vực;;;Xóm Chợ;xa-a',
    'khu vực;;;Xóm Chợ;xa-b',
    'cụm loa;;;Cổng;Xóm Chợ',
    'cụm loa;;;Cổng;Xã Hoà Sơn > Xóm Chợ',
  )
  const { counts, lines } = (await preview(csv)).body
  expect(counts).toMatchObject({ add: 3, refuse: 1 })
  expect(lines[0]?.sentences[0]?.vi).toContain('2 khu vực tên “Xóm Chợ”')
})

test.each([
  ['marks typed apart', (text: string) => text.normalize('NFD')],
  ['a byte-order mark', (text: string) => `\uFEFF${text}`],
  ['commas', (text: string) => text.replaceAll(';', ',')],
  ['tabs', (text: string) => text.replaceAll(';', '\t')],
  ['plain line ends', (text: string) => text.replaceAll('\r\n', '\n')],
  ['English headings', (text: string) => text.replace(heading, 'Kind;ID;Code;Name;Parent')],
  ['headings without marks', (text: string) => text.replace(heading, 'LOAI;DINH DANH;MA;TEN;THUOC')],
])('%s are understood', async (_, change) => {
  const csv = file('khu vực;;00777;Xã Phú Thịnh;Tỉnh Mẫu', '', 'khu vực;;00123;Xã An Bình;')
  const { body } = await preview(change(csv))
  expect(body.counts).toEqual({ add: 1, change: 0, move: 0, same: 1, refuse: 0 })
  expect(body.lines[0]).toMatchObject({ row: 2, name: 'Xã Phú Thịnh' })
})

test.each([
  ['an empty file', '\n', 'csvHeadingUnknown'],
  ['no heading', 'khu vực;X;01', 'csvHeadingUnknown'],
  ['an unknown column', 'loại;tên;màu\nkhu vực;X;đỏ', 'csvHeadingUnknown'],
  ['a column twice', 'loại;tên;name\nkhu vực;X;Y', 'csvHeadingUnknown'],
  ['a quote that does not end', 'loại;tên\nkhu vực;"X\n', 'csvUnreadable'],
  ['too many rows', `loại;tên\n${'khu vực;X\n'.repeat(CSV_ROWS_MAX + 1)}`, 'csvTooLong'],
])('%s is no such file', async (_, csv, code) => {
  expect((await preview(csv)).body).toMatchObject({ status: 400, code })
})

test('the export is taken back as it is, its formulas harmless', async () => {
  addArea(server.services, { parentId: 'xa-b', name: '=1+1;"x"' })
  const exported = await fetch(`${server.httpUrl}/api/v1/tree-export`)
  expect(exported.status).toBe(401)
  const local = await readExport()
  expect(local).toContain(`"'=1+1;""x"""`)
  const { counts } = (await preview(local)).body
  expect(counts).toMatchObject({ add: 0, change: 0, move: 0, refuse: 0 })
  expect(counts.same).toBeGreaterThan(5)
})

async function readExport(): Promise<string> {
  const { body } = await chief<string>('GET', '/tree-export')
  return body
}

test('the sample of the guide is a good file', async () => {
  const sample = readFileSync(new URL('../../../docs/samples/dia-ban-mau.csv', import.meta.url), 'utf8')
  const { counts } = (await preview(sample)).body
  expect(counts.refuse).toBe(0)
  expect(counts.add).toBeGreaterThan(5)
})
