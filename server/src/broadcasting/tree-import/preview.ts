import type { TreeImport, TreeImportLine, TreeImportPreview } from '@tieng-lang/protocol'
import type { Services } from '../services.ts'
import { planImport } from './plan.ts'

/** Longer lists are cut: the counts still tell all. */
const LINES_MAX = 2_000

/** What a file would change, in sentences; nothing is written. Throws as `planImport`. */
export async function previewImport(
  services: Pick<Services, 'clock' | 'database'>,
  wanted: TreeImport,
): Promise<TreeImportPreview> {
  const { steps, digest } = await planImport(services, wanted)
  return previewOf(
    digest,
    steps.map(({ line }) => line),
  )
}

export function previewOf(digest: string, lines: readonly TreeImportLine[]): TreeImportPreview {
  const counts = { add: 0, change: 0, move: 0, same: 0, refuse: 0 }
  for (const { act } of lines) counts[act] += 1
  // What cannot be taken comes first: it is what a person has to do something about.
  const told = lines.filter(({ act }) => act !== 'same')
  const sorted = [
    ...told.filter(({ act }) => act === 'refuse'),
    ...told.filter(({ act }) => act !== 'refuse'),
  ]
  return { digest, counts, lines: sorted.slice(0, LINES_MAX) }
}
