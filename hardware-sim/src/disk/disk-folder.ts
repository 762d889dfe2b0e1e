import type { Chance } from '@tieng-lang/protocol'
import type { DiskContent, Unsynced } from './disk-content.ts'

export type DiskNode = DiskContent | DiskFolder

/** One change of a folder's entries, whole or not at all: `put` after `taken`, so that a rename is one change. */
interface Change {
  taken?: string
  put?: { name: string; node: DiskNode }
}

/** What happened to entries and to contents when the power went; `chance` decides each of them anew. */
export interface CutOutcome {
  entries: 'lost' | 'kept' | 'chance'
  contents: Unsynced | 'chance'
}

/** The entries of one folder: as programs see them, and as they are on the disk for sure. */
export class DiskFolder {
  readonly #seen = new Map<string, DiskNode>()
  readonly #sure = new Map<string, DiskNode>()
  #unsynced: Change[] = []

  get(name: string): DiskNode | undefined {
    return this.#seen.get(name)
  }

  entries(): [string, DiskNode][] {
    return [...this.#seen]
  }

  change(change: Change): void {
    apply(this.#seen, change)
    this.#unsynced.push(change)
  }

  sync(): void {
    for (const change of this.#unsynced) apply(this.#sure, change)
    this.#unsynced = []
  }

  /** The folder as it is when the power is back, with everything below it; all of that is sure then. */
  survivor(outcome: CutOutcome, chance: Chance, copies = new Map<DiskNode, DiskNode>()): DiskFolder {
    const entries = new Map(this.#sure)
    for (const change of this.#unsynced)
      if (outcome.entries === 'kept' || (outcome.entries === 'chance' && chance.next() < 0.5))
        apply(entries, change)
    const folder = new DiskFolder()
    for (const [name, node] of entries) {
      // After half a rename one content may have two names.
      const copy = copies.get(node) ?? survivorOf(node, { outcome, chance, copies })
      copies.set(node, copy)
      folder.#seen.set(name, copy)
      folder.#sure.set(name, copy)
    }
    return folder
  }
}

interface Surviving {
  outcome: CutOutcome
  chance: Chance
  copies: Map<DiskNode, DiskNode>
}

function survivorOf(node: DiskNode, { outcome, chance, copies }: Surviving): DiskNode {
  if (node instanceof DiskFolder) return node.survivor(outcome, chance, copies)
  const { contents } = outcome
  return node.survivor(contents === 'chance' ? drawn(chance) : contents, chance)
}

function drawn(chance: Chance): Unsynced {
  const draw = chance.next()
  if (draw < 0.25) return 'lost'
  return draw < 0.5 ? 'kept' : 'torn'
}

function apply(entries: Map<string, DiskNode>, { taken, put }: Change): void {
  if (taken !== undefined) entries.delete(taken)
  if (put) entries.set(put.name, put.node)
}
