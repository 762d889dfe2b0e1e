import { readFileSync } from 'node:fs'
import { CodedError, type TreeImportPreview } from '@tieng-lang/protocol'
import { adminClient, readArguments, wordAt } from './terminal/arguments.ts'
import { type Command, DONE, FAILED, type Terminal } from './terminal/terminal.ts'

export const importTree: Command = {
  summary: 'nhập khu vực, vùng phát, cụm loa từ tệp CSV (import)',
  usage: `tieng-lang import FILE [--under AREA] [--yes]

Cho xem tệp sẽ thay đổi những gì; chỉ ghi khi có --yes. Các cột: docs/csv-import.md.
(Tells what a CSV file would change, and does it only with --yes.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {
      under: { type: 'string' },
      yes: { type: 'boolean' },
    })
    const client = adminClient(terminal, values.data)
    const file = { csv: readText(wordAt(positionals, 0, 'FILE')), underAreaId: values.under ?? null }
    const preview = await client.post<TreeImportPreview>('/api/v1/tree-imports/preview', file)
    if (!values.yes) {
      tell(terminal, preview)
      return preview.counts.refuse > 0 ? FAILED : DONE
    }
    const order = { ...file, digest: preview.digest }
    const done = await client.post<TreeImportPreview>('/api/v1/tree-imports', order)
    tell(terminal, done)
    return done.counts.refuse > 0 ? FAILED : DONE
  },
}

export const exportTree: Command = {
  summary: 'xuất khu vực, vùng phát, cụm loa ra CSV (export)',
  usage: `tieng-lang export [AREA]

In ra địa bàn dưới dạng CSV, nhập lại được. (Prints the tree as CSV that "tieng-lang import" takes back.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {})
    const query = positionals[0] === undefined ? '' : `?${new URLSearchParams({ areaId: positionals[0] })}`
    terminal.out(await adminClient(terminal, values.data).getText(`/api/v1/tree-export${query}`))
    return DONE
  },
}

function tell(terminal: Terminal, { counts, lines }: TreeImportPreview): void {
  for (const { row, act, name, sentences } of lines) {
    const words = sentences.map(({ vi, en }) => `${vi} (${en})`).join(' ')
    const out = act === 'refuse' ? terminal.error : terminal.out
    out(`${row}\t${name}\t${act === 'refuse' ? 'KHÔNG NHẬN: ' : ''}${words}\n`)
  }
  const { add, change, move, same, refuse } = counts
  terminal.out(
    `thêm ${add}, đổi ${change}, chuyển ${move}, giữ nguyên ${same}, không nhận ${refuse} (added, changed, moved, same, refused)\n`,
  )
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new CodedError('fileUnreadable', `${path}: ${String(cause)}`, { cause })
  }
}
