import { createReadStream } from 'node:fs'
import { basename, extname } from 'node:path'
import type { BulletinAnswer, Page } from '@tieng-lang/protocol'
import type { AdminClient } from '@tieng-lang/protocol/node'
import { actAt, adminClient, readArguments, wordAt } from './terminal/arguments.ts'
import { type Command, DONE } from './terminal/terminal.ts'

export const bulletin: Command = {
  summary: 'thêm, liệt kê, duyệt bản tin (bulletins)',
  usage: `tieng-lang bulletin add FILE [--title TITLE] [--area AREA] [--category news] [--language vi] [--music] [--draft] [--json]
tieng-lang bulletin approve BULLETIN
tieng-lang bulletin list

Thêm bản ghi âm: đưa về −16 LUFS, lưu dạng Opus. Người thêm đồng thời là người duyệt, trừ khi có --draft.
(Takes a recording in. Who adds it approves it, unless --draft is given.)`,
  async run(args, terminal) {
    const { values, positionals } = readArguments(args, {
      title: { type: 'string' },
      area: { type: 'string' },
      category: { type: 'string' },
      language: { type: 'string' },
      music: { type: 'boolean' },
      draft: { type: 'boolean' },
      json: { type: 'boolean' },
    })
    const client = adminClient(terminal, values.data)
    const act = actAt(positionals, ['add', 'approve', 'list'])
    if (act === 'list') {
      for await (const each of allBulletins(client)) terminal.out(`${line(each)}\n`)
      return DONE
    }
    const word = wordAt(positionals, 1, act === 'add' ? 'FILE' : 'BULLETIN')
    const result =
      act === 'add'
        ? await client.upload<BulletinAnswer>(
            `/api/v1/bulletins?${query(word, values)}`,
            createReadStream(word),
          )
        : await client.post<BulletinAnswer>(`/api/v1/bulletins/${encodeURIComponent(word)}/approval`, {})
    terminal.out(`${values.json ? JSON.stringify(result) : line(result)}\n`)
    return DONE
  },
}

async function* allBulletins(client: AdminClient): AsyncGenerator<BulletinAnswer> {
  let after = ''
  for (;;) {
    const page = await client.get<Page<BulletinAnswer>>(`/api/v1/bulletins?count=200${after}`)
    yield* page.items
    if (page.next === null) return
    after = `&after=${encodeURIComponent(page.next)}`
  }
}

interface Asked {
  title?: string
  area?: string
  category?: string
  language?: string
  music?: boolean
  draft?: boolean
}

function query(file: string, values: Asked): URLSearchParams {
  return new URLSearchParams({
    title: values.title ?? basename(file, extname(file)),
    fileName: basename(file),
    kind: values.music ? 'music' : 'speech',
    review: values.draft ? 'draft' : 'approve',
    ...(values.area !== undefined && { areaId: values.area }),
    ...(values.category !== undefined && { category: values.category }),
    ...(values.language !== undefined && { language: values.language }),
  })
}

function line({ bulletinId, state, withdrawnAt, media, loudness, title }: BulletinAnswer): string {
  const seconds = (media.durationMs / 1_000).toFixed(1)
  const softer = loudness.isGainLowered ? ', nhỏ hơn chuẩn (gain lowered)' : ''
  const shown = withdrawnAt === null ? state : 'withdrawn'
  return `${bulletinId}\t${shown}\t${seconds} s\t${loudness.storedLufs.toFixed(1)} LUFS${softer}\t${title}`
}
