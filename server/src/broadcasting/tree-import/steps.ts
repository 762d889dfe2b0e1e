import type { TreeImportLine } from '@tieng-lang/protocol'
import type { DraftArea, DraftCluster, DraftZone } from './rows/draft-tree.ts'

/** What a row comes to: its line of the preview, and the thing as it is to be written. */
export type Step = { line: TreeImportLine } & (
  | { kind: 'refused' }
  | { kind: 'area'; area: DraftArea }
  | { kind: 'zone'; zone: DraftZone }
  | { kind: 'cluster'; cluster: DraftCluster }
)
