/** A file in the cache, whole or partial. */
export interface Stored {
  /** Its name in the folder: the hash, with `.part` while it is not whole. */
  name: string
  sizeBytes: number
  /** When it will sound next; undefined where the plan no longer wants it. */
  neededAt: number | undefined
  /** When it was last wanted for; 0 where this life never wanted it. */
  lastNeededAt: number
}

/**
 * What to let go, pure: so many files, in this order, that `needBytes` become free. First what nobody wants, the least
 * recently needed first; then what is needed later than the newcomer, the latest first. What is due before the newcomer
 * never goes; undefined where the room cannot be made.
 */
export function chooseEvictions(
  stored: readonly Stored[],
  { needBytes, neededAt }: { needBytes: number; neededAt: number },
): Stored[] | undefined {
  const unwanted = stored
    .filter((file) => file.neededAt === undefined)
    .sort((a, b) => a.lastNeededAt - b.lastNeededAt)
  const later = stored
    .filter((file) => file.neededAt !== undefined && file.neededAt > neededAt)
    .sort((a, b) => (b.neededAt ?? 0) - (a.neededAt ?? 0))
  const chosen: Stored[] = []
  let freedBytes = 0
  for (const file of [...unwanted, ...later]) {
    if (freedBytes >= needBytes) break
    chosen.push(file)
    freedBytes += file.sizeBytes
  }
  return freedBytes >= needBytes ? chosen : undefined
}
