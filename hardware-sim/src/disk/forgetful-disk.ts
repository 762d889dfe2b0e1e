import { basename, dirname } from 'node:path/posix'
import { type Chance, type Clock, type FileCalls, type OpenFile, sleep } from '@tieng-lang/protocol'
import { DiskContent } from './disk-content.ts'
import { type CutOutcome, DiskFolder } from './disk-folder.ts'
import { systemError } from './system-error.ts'

/** Calls that change something; the power can go, and a fault can come, at each of them. */
export type ChangingCall = 'create' | 'makeFolder' | 'write' | 'truncate' | 'sync' | 'rename' | 'unlink'

export interface ForgetfulDiskOptions {
  chance: Chance
  capacityBytes?: number
  /** With `callMs`: how long each changing call takes. */
  clock?: Clock
  callMs?: number
}

export interface FaultOptions {
  /** EIO where absent. */
  code?: 'EIO' | 'ENOSPC'
  /** So many calls of this kind still succeed. */
  after?: number
  /** So many fail then; all until `mend` where absent. */
  times?: number
}

interface Fault {
  call: ChangingCall
  code: string
  passesLeft: number
  failuresLeft: number
}

/**
 * A disk below the system calls. It keeps apart what programs see and what has been synced: after a power cut only the
 * latter is sure. Contents that were not synced are lost, kept or torn, changes of folders happened or not, each on its
 * own: a rename may be on the disk before the data of the file it names.
 */
export class ForgetfulDisk {
  readonly #options: ForgetfulDiskOptions
  readonly #root: DiskFolder
  readonly #whenCut: (() => void)[] = []
  #faults: Fault[] = []
  #cutAt = Number.POSITIVE_INFINITY
  #callCount = 0
  #isCut = false
  #foreignBytes = 0

  constructor(options: ForgetfulDiskOptions, root = new DiskFolder()) {
    this.#options = options
    this.#root = root
  }

  /** Changing calls made so far. */
  get callCount(): number {
    return this.#callCount
  }

  get isCut(): boolean {
    return this.#isCut
  }

  /** The power goes in the middle of the `count`-th changing call from now; neither it nor any later one answers. */
  cutAtCall(count: number): void {
    this.#cutAt = this.#callCount + count
  }

  /** Called when the power goes. */
  onCut(run: () => void): void {
    this.#whenCut.push(run)
  }

  /** Calls of this kind fail; a write that fails has written half. */
  fail(
    call: ChangingCall,
    { code = 'EIO', after = 0, times = Number.POSITIVE_INFINITY }: FaultOptions = {},
  ): void {
    this.#faults.push({ call, code, passesLeft: after, failuresLeft: times })
  }

  /** Ends what `fail` and `occupy` began. */
  mend(): void {
    this.#faults = []
    this.#foreignBytes = 0
  }

  /** Someone else takes so much of the disk. */
  occupy(bytes: number): void {
    this.#foreignBytes = bytes
  }

  /** The disk that is found when the power is back; ask for as many as there are outcomes to look at. */
  survivor(outcome: CutOutcome): ForgetfulDisk {
    return new ForgetfulDisk(this.#options, this.#root.survivor(outcome, this.#options.chance))
  }

  calls(): FileCalls {
    return {
      open: (path, how) => this.#open(path, how),
      readFile: async (path) => this.#content(path).read(),
      sizeBytes: async (path) => this.#content(path).sizeBytes,
      makeFolder: (path) => this.#makeFolder(path),
      readFolder: async (path) =>
        this.#folder(path)
          .entries()
          .map(([name, node]) => ({ name, isFile: node instanceof DiskContent })),
      rename: (from, to) => this.#call('rename', () => this.#rename(from, to)),
      unlink: (path) =>
        this.#call('unlink', () => {
          this.#content(path)
          this.#folder(dirname(path)).change({ taken: basename(path) })
        }),
      syncFolder: (path) => this.#call('sync', () => this.#folder(path).sync()),
      freeBytes: async () => this.#freeBytes(),
    }
  }

  async #open(path: string, how: 'read' | 'change' | 'create' | 'append'): Promise<OpenFile> {
    const makes = how === 'create' || (how === 'append' && !this.#folder(dirname(path)).get(basename(path)))
    if (makes) await this.#call('create', () => this.#create(path))
    const content = this.#content(path)
    return {
      sizeBytes: async () => content.sizeBytes,
      write: (bytes) =>
        this.#call(
          'write',
          () => this.#write(content, bytes),
          () => halfOf(content, bytes),
        ),
      truncate: (sizeBytes) => this.#call('truncate', () => content.truncate(sizeBytes)),
      sync: () =>
        this.#call(
          'sync',
          () => content.sync(),
          () => content.failSync(),
        ),
      close: async () => {},
    }
  }

  /** Also empties what is there: then the entry stays, and the content forgets. */
  #create(path: string): void {
    const folder = this.#folder(dirname(path))
    const node = folder.get(basename(path))
    if (node instanceof DiskContent) node.truncate(0)
    else folder.change({ put: { name: basename(path), node: new DiskContent() } })
  }

  #write(content: DiskContent, bytes: Uint8Array): void {
    const roomBytes = this.#freeBytes()
    content.append(bytes.subarray(0, roomBytes))
    if (bytes.length > roomBytes) throw systemError('ENOSPC')
  }

  async #makeFolder(path: string): Promise<string | undefined> {
    const above = dirname(path)
    if (path === above || this.#find(path) instanceof DiskFolder) return undefined
    const uppermost = await this.#makeFolder(above)
    await this.#call('makeFolder', () => {
      if (this.#find(path)) return
      this.#folder(above).change({ put: { name: basename(path), node: new DiskFolder() } })
    })
    return uppermost ?? path
  }

  #rename(from: string, to: string): void {
    const node = this.#content(from)
    const put = { name: basename(to), node }
    const [source, target] = [this.#folder(dirname(from)), this.#folder(dirname(to))]
    if (source === target) source.change({ taken: basename(from), put })
    else {
      target.change({ put })
      source.change({ taken: basename(from) })
    }
  }

  /** Counts the call, and cuts the power in its midst or fails it where that was asked for. */
  async #call(call: ChangingCall, act: () => void, failHalf?: () => void): Promise<void> {
    const { clock, callMs } = this.#options
    if (clock && callMs !== undefined) await sleep(clock, callMs)
    if (this.#isCut) return new Promise(() => {})
    this.#callCount += 1
    if (this.#callCount === this.#cutAt) return this.#cutIn(call, act)
    const code = this.#faultOf(call)
    if (code === undefined) return act()
    failHalf?.()
    throw systemError(code)
  }

  #faultOf(call: ChangingCall): string | undefined {
    const fault = this.#faults.find((each) => each.call === call && each.failuresLeft > 0)
    if (!fault) return undefined
    if (fault.passesLeft > 0) {
      fault.passesLeft -= 1
      return undefined
    }
    fault.failuresLeft -= 1
    return fault.code
  }

  /** A change is done but not synced, which leaves every way open; a sync is not done. */
  #cutIn(call: ChangingCall, act: () => void): Promise<never> {
    if (call !== 'sync') act()
    this.#isCut = true
    for (const run of this.#whenCut) run()
    return new Promise(() => {})
  }

  #find(path: string): DiskContent | DiskFolder | undefined {
    if (path === dirname(path)) return this.#root
    const above = this.#find(dirname(path))
    return above instanceof DiskFolder ? above.get(basename(path)) : undefined
  }

  #folder(path: string): DiskFolder {
    const node = this.#find(path)
    if (node instanceof DiskFolder) return node
    throw systemError(node ? 'ENOTDIR' : 'ENOENT', path)
  }

  #content(path: string): DiskContent {
    const node = this.#find(path)
    if (node instanceof DiskContent) return node
    throw systemError(node ? 'EISDIR' : 'ENOENT', path)
  }

  #freeBytes(): number {
    const { capacityBytes = Number.MAX_SAFE_INTEGER } = this.#options
    return Math.max(0, capacityBytes - this.#foreignBytes - usedBytes(this.#root))
  }
}

function usedBytes(folder: DiskFolder): number {
  return folder
    .entries()
    .reduce((sum, [, node]) => sum + (node instanceof DiskFolder ? usedBytes(node) : node.sizeBytes), 0)
}

function halfOf(content: DiskContent, bytes: Uint8Array): void {
  content.append(bytes.subarray(0, Math.floor(bytes.length / 2)))
}
