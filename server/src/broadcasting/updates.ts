import type { AreaId, ChangedThing, Id, Update } from '@tieng-lang/protocol'

/** Something happened; `areaIds` are the areas it concerns, each with nothing below it said; null: everyone may know. */
export interface Happening {
  update: Update
  areaIds: readonly AreaId[] | null
  /** Of the one thing that changed, for our own rooms; null: several. */
  id: Id | null
}

type Listener = (happening: Happening) => void

/** What happens, told to whoever looks on: the sockets of signed-in people. Nothing is kept. */
export class Updates {
  readonly #listeners = new Set<Listener>()
  #watcherCount = 0

  /** Open pages, on every listener. */
  watcherCount(): number {
    return this.#watcherCount
  }

  /** A page was opened (1) or closed (-1). */
  noteWatcher(change: 1 | -1): void {
    this.#watcherCount += change
  }

  /** Gives the way to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(update: Update, areaIds: readonly AreaId[] | null): void {
    this.#tell({ update, areaIds, id: null })
  }

  /** A page that shows such things asks for them anew. Everyone is told, so it says neither which nor by whom. */
  changed(thing: ChangedThing, id: Id | null = null): void {
    this.#tell({ update: { kind: 'changed', thing }, areaIds: null, id })
  }

  #tell(happening: Happening): void {
    for (const listener of this.#listeners) listener(happening)
  }
}
