/** Room on the disk that is kept for what must be written although the disk is full: emergencies. */
export interface Reserve {
  /** Since the disk was full, until there is room for everybody again: only what is urgent may be written. */
  isInUse(): boolean
  /** Somebody was refused: what is kept is for the urgent alone from here on. */
  diskIsFull(): void
  /** Frees some of the room; false where none is left. */
  giveUpSome(): boolean
}

export const NO_RESERVE: Reserve = { isInUse: () => false, diskIsFull: () => {}, giveUpSome: () => false }
