import type { Chance, FileCalls, Files } from '@tieng-lang/protocol'
import { systemFiles } from '@tieng-lang/protocol/node'
import type { CutOutcome } from './disk-folder.ts'
import { ForgetfulDisk } from './forgetful-disk.ts'

/** One program on a disk whose power will go: what it finds there, what it does, and what must hold afterwards. */
export interface CutStory {
  /** Done and on the disk before; the power stays on. */
  prepare?(files: Files): Promise<unknown>
  /**
   * What the power cut comes into, at each of its calls in turn. What has been acknowledged, the story remembers. By
   * `calls` others write (paths below `DISK_ROOT`), who sync nothing.
   */
  act(files: Files, calls: FileCalls): Promise<unknown>
  /** Looks at what is found when the power is back; throws where that breaks a promise. */
  check(files: Files): Promise<void>
}

/** Where the files of a story lie on its disk. */
export const DISK_ROOT = '/data'
const CALLS_MAX = 2_000

/** The classic ends, and some by chance. */
const OUTCOMES: readonly CutOutcome[] = [
  { entries: 'lost', contents: 'lost' },
  { entries: 'kept', contents: 'kept' },
  { entries: 'kept', contents: 'lost' },
  { entries: 'lost', contents: 'kept' },
  { entries: 'kept', contents: 'torn' },
  ...Array.from({ length: 5 }, (): CutOutcome => ({ entries: 'chance', contents: 'chance' })),
]

export interface CutOptions {
  chance: Chance
  /** What a program with a planted defect makes of its calls. */
  through?: (calls: FileCalls) => FileCalls
}

/**
 * Cuts the power at each changing call of the story in turn, and looks at each outcome; at last lets it come to its
 * end and cuts then, where nothing may be missing. Gives how many cuts there were. The error of a broken promise says
 * at which call and with which outcome.
 */
export async function cutAtEachCall(tell: () => CutStory, options: CutOptions): Promise<number> {
  const { chance, through = (calls: FileCalls) => calls } = options
  for (let call = 1; call <= CALLS_MAX; call += 1) {
    const disk = new ForgetfulDisk({ chance })
    const open = (on = disk) => systemFiles(DISK_ROOT, through(on.calls()))
    const story = tell()
    await story.prepare?.(open())
    disk.cutAtCall(call)
    const cut = new Promise<void>((resolve) => disk.onCut(resolve))
    await Promise.race([story.act(open(), disk.calls()), cut])
    for (const outcome of OUTCOMES)
      await story.check(open(disk.survivor(outcome))).catch((cause) => tellBroken(cause, call, outcome))
    if (!disk.isCut) return call - 1
  }
  throw new Error(`over ${CALLS_MAX} calls`)
}

function tellBroken(cause: unknown, call: number, { entries, contents }: CutOutcome): never {
  throw new Error(`power cut at call ${call}, entries ${entries}, contents ${contents}: ${cause}`, { cause })
}
