/**
 * The seam to a disk. Paths are relative, with `/`, below the root that the opener chose. The real end is a folder
 * (`@tieng-lang/protocol/node`); its twin lives in memory and can forget what was not synced.
 *
 * Every failure rejects with a `CodedError`: `storageFull` where the disk is full, else `storageFailed`.
 */
export interface Files {
  /** The whole content, or undefined where there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>
  /**
   * Old content or new, never a torn one: temporary file, fsync, rename, fsync of the folder. Makes the folder. What is
   * secret can be read by the owner only (mode 0600), from its first byte on.
   */
  replace(path: string, content: Uint8Array, options?: { isSecret: boolean }): Promise<void>
  /**
   * Resolves when the appended bytes are on the disk (fsync). Makes the file and its folder. One at a time for each
   * file; where it rejects, bytes may be left behind all the same if the disk did not let them be cut off.
   */
  append(path: string, content: Uint8Array): Promise<void>
  /** Cuts a file to its first `sizeBytes` bytes, durably. */
  truncate(path: string, sizeBytes: number): Promise<void>
  /** Durable when it resolves, content and name. */
  rename(from: string, to: string): Promise<void>
  /** Gone for good when it resolves. No error where there is no such file. */
  remove(path: string): Promise<void>
  /** The files directly in a folder, empty where there is none. Temporary files of `replace` are never listed. */
  list(folder: string): Promise<FileEntry[]>
  /** What the file system says is left for us. */
  freeBytes(): Promise<number>
}

export interface FileEntry {
  name: string
  sizeBytes: number
}
