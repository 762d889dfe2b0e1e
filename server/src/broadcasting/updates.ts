import type { AreaId, ChangedThing, Id, Update } from '@tieng-lang/protocol'

/** Something happened; `areaIds` are the areas it concerns, each with nothing below it said; null: everyone may know. */
export interface Happening {
  update: Update
  areaIds: readonly AreaId[] | null
}

type Listener = (happening: Happening) => void

/** What happens, told to whoever looks on: the sockets of signed-in people. Nothing is kept. */
export class Updates {
  readonly #listeners = new Set<Listener>()

  /** Gives the way to stop listening. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell(update: Update, areaIds: readonly AreaId[] | null): void {
    for (const listener of this.#listeners) listener({ update, areaIds })
  }

  /** A page that shows such things asks for them anew; `by` is who changed it. */
  changed(thing: ChangedThing, { id, by }: { id: Id | null; by: string }): void {
    this.tell({ kind: 'changed', thing, id, by }, null)
  }
}
