import { type Clock, CodedError, type Files, sleep } from '@tieng-lang/protocol'

/** What is wrong with a disk: each of its calls takes a while, or none that writes is carried out. */
export type DiskTrouble = 'slow' | 'failing'

const SLOW_MS = 2_000

/** A disk behind which something may go wrong for a while. */
export class TroubledDisk {
  /** What is wrong now. */
  trouble: DiskTrouble | undefined

  /** The disk as one life of a program sees it, by that machine's own clock. */
  files(files: Files, clock: Clock): Files {
    const slowly = async <T>(call: () => Promise<T>): Promise<T> => {
      if (this.trouble === 'slow') await sleep(clock, SLOW_MS)
      return call()
    }
    const written = <T>(call: () => Promise<T>): Promise<T> => {
      if (this.trouble === 'failing')
        return Promise.reject(new CodedError('storageFailed', 'input/output error'))
      return slowly(call)
    }
    return {
      read: (path) => slowly(() => files.read(path)),
      list: (folder) => slowly(() => files.list(folder)),
      freeBytes: () => files.freeBytes(),
      replace: (path, content, options) => written(() => files.replace(path, content, options)),
      append: (path, content) => written(() => files.append(path, content)),
      truncate: (path, sizeBytes) => written(() => files.truncate(path, sizeBytes)),
      rename: (from, to) => written(() => files.rename(from, to)),
      remove: (path) => written(() => files.remove(path)),
    }
  }
}
