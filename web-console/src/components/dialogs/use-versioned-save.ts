import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { ProblemError } from '../../api/problem-error.ts'

interface VersionedSave<Thing> {
  /** Sends mine on top of this version. */
  send: (ifMatch: number) => Promise<Thing>
  /** What the change makes old. */
  stale: readonly QueryKey[]
  onSaved: (thing: Thing) => void
}

/**
 * A change with If-Match. When somebody else has saved meanwhile, `theirs` is what they saved; `save(theirs.version)`
 * puts mine over it.
 */
export function useVersionedSave<Thing extends { version: number }>({
  send,
  stale,
  onSaved,
}: VersionedSave<Thing>) {
  const client = useQueryClient()
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: async (thing) => {
      await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })))
      onSaved(thing)
    },
  })
  const isConflict = mutation.error instanceof ProblemError && mutation.error.code === 'changedMeanwhile'
  return {
    save: mutation.mutate,
    isSaving: mutation.isPending,
    /** The server's promise: `current` has the shape of its GET. */
    theirs: isConflict ? ((mutation.error as ProblemError).current as Thing) : null,
    problem: isConflict ? null : mutation.error,
    forget: mutation.reset,
  }
}
