import { execFile } from 'node:child_process'
import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { AdminClient } from '@tieng-lang/protocol/node'
import type { SampleBulletin } from './sample-bulletins.ts'
import { tuneWav } from './sample-tune.ts'

const run = promisify(execFile)

/** A bulletin as the demo goes on to use it. */
export interface LaidBulletin {
  bulletinId: string
  title: string
}

export interface ToLay {
  areaId: string
  review: 'approve' | 'draft'
  onSpeaking: (title: string) => void
}

const TUNE_TITLE = 'Nhạc hiệu đài truyền thanh xã'

/** Has each text spoken and taken in, once; gives them by key. */
export async function layBulletins(
  administration: AdminClient,
  samples: readonly SampleBulletin[],
  toLay: ToLay,
): Promise<Map<string, LaidBulletin>> {
  const known = await storedBulletins(administration)
  const laid = new Map<string, LaidBulletin>()
  for (const sample of samples) {
    const stored = known.find(({ title }) => title === sample.title)
    if (!stored) toLay.onSpeaking(sample.title)
    laid.set(sample.key, stored ?? (await speak(administration, sample, toLay)))
  }
  return laid
}

/** The demo's tune as a bulletin of music. */
export async function layTune(administration: AdminClient, areaId: string): Promise<LaidBulletin> {
  const stored = (await storedBulletins(administration)).find(({ title }) => title === TUNE_TITLE)
  if (stored) return stored
  return withFile('tune.wav', async (file) => {
    await writeFile(file, tuneWav())
    return upload(administration, file, {
      title: TUNE_TITLE,
      category: 'music',
      kind: 'music',
      areaId,
      review: 'approve',
    })
  })
}

/** The newest of them: a demo has no more. */
async function storedBulletins(administration: AdminClient): Promise<LaidBulletin[]> {
  return (await administration.get<{ items: LaidBulletin[] }>('/api/v1/bulletins?count=200')).items
}

function speak(
  administration: AdminClient,
  { title, category, audience, text }: SampleBulletin,
  { areaId, review }: ToLay,
): Promise<LaidBulletin> {
  return withFile('bulletin.wav', async (file) => {
    await run('espeak-ng', ['-v', 'vi', '-s', '135', '-w', file, text])
    const bulletin = await upload(administration, file, { title, category, areaId, review })
    await administration.patch(`/api/v1/bulletins/${bulletin.bulletinId}`, { audience })
    return bulletin
  })
}

function upload(administration: AdminClient, file: string, labels: Record<string, string>) {
  const query = new URLSearchParams(labels)
  return administration.upload<LaidBulletin>(`/api/v1/bulletins?${query}`, createReadStream(file))
}

async function withFile<T>(name: string, act: (file: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'tieng-lang-'))
  try {
    return await act(join(folder, name))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
