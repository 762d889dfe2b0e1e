/**
 * The seam below `Files`: the few system calls of which it is made, so that power can go between any two of them. The
 * real end is `node:fs`; its twin is a disk that forgets what was not synced (`hardware-sim/src/disk`).
 *
 * Paths are absolute. Every failure rejects with an error whose `code` is the system's own: `ENOENT`, `ENOSPC`, `EIO`.
 */
export interface FileCalls {
  /** `create` empties what is there; `append` makes the file where there is none. */
  open(path: string, how: 'read' | 'change' | 'create' | 'append', mode?: number): Promise<OpenFile>
  readFile(path: string): Promise<Uint8Array>
  sizeBytes(path: string): Promise<number>
  /** Makes the folder and those above it that are missing; gives the uppermost that it made, undefined where none. */
  makeFolder(path: string): Promise<string | undefined>
  readFolder(path: string): Promise<FolderEntry[]>
  rename(from: string, to: string): Promise<void>
  unlink(path: string): Promise<void>
  /** What was made, renamed or removed in this folder is on the disk afterwards; the folder's own entry is not. */
  syncFolder(path: string): Promise<void>
  freeBytes(path: string): Promise<number>
}

export interface OpenFile {
  sizeBytes(): Promise<number>
  /** All of it, at the end of the file. */
  write(content: Uint8Array): Promise<void>
  truncate(sizeBytes: number): Promise<void>
  /** What was written to this file is on the disk afterwards; the file's entry in its folder is not (POSIX). */
  sync(): Promise<void>
  close(): Promise<void>
}

export interface FolderEntry {
  name: string
  isFile: boolean
}
