import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { currentOf } from '../../api/problem-error.ts'

interface VersionedSaveOptions<Answer> {
  /** Sends mine on top of this version. */
  send: (ifMatch: number) => Promise<Answer>
  /** What the change makes old. */
  stale: readonly QueryKey[]
  onSaved: (answer: Answer) => void
}

/** A change with If-Match on its way, and what came of it. */
export interface VersionedSave<Thing> {
  save: (ifMatch: number) => void
  isSaving: boolean
  /** What somebody else has saved meanwhile; `save(theirs.version)` puts mine over it. */
  theirs: Thing | null
  /** Any other refusal. */
  problem: unknown
  forget: () => void
}

/**
 * A change with If-Match, for anything that has a `version`. The answer is the thing itself, unless saving tells more
 * (a new account's password).
 */
export function useVersionedSave<Thing extends { version: number }, Answer = Thing>({
  send,
  stale,
  onSaved,
}: VersionedSaveOptions<Answer>): VersionedSave<Thing> {
  const client = useQueryClient()
  const mutation = useMutation({
    mutationFn: send,
    onSuccess: async (answer) => {
      await Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey })))
      onSaved(answer)
    },
  })
  const theirs = currentOf<Thing>(mutation.error)
  return {
    save: mutation.mutate,
    isSaving: mutation.isPending,
    theirs,
    problem: theirs ? null : mutation.error,
    forget: mutation.reset,
  }
}
