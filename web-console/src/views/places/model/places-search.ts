/** What of `/dia-ban` is open: an area (`khu`), and a cluster's settings over it (`cum`). */
export interface PlacesSearch {
  khu?: string
  cum?: string
}

const ID = /^[a-z0-9-]{1,64}$/

/** Anything else in the address is left out. */
export function placesSearch(search: Record<string, unknown>): PlacesSearch {
  const { khu, cum } = search
  return {
    ...(typeof khu === 'string' && ID.test(khu) && { khu }),
    ...(typeof cum === 'string' && ID.test(cum) && { cum }),
  }
}
