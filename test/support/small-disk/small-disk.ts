import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DiskReport } from './report.ts'

const PROGRAM = fileURLToPath(new URL('./disk-program.ts', import.meta.url))
const SIZE_MB = 4
const ENDS_WITHIN_MS = 120_000

/** A file system of its own, which nobody else sees and which ends with the program (`unshare`, Linux). */
const MOUNT = `mount -t tmpfs -o size=${SIZE_MB}m tmpfs "$0"`

/** Whether this machine lets us have one. */
export function canHaveSmallDisk(): boolean {
  try {
    withFolder((folder) => execFileSync('unshare', ['-Urm', 'sh', '-c', MOUNT, folder], { stdio: 'ignore' }))
    return true
  } catch {
    return false
  }
}

/** Runs the program above on a small file system and gives what it says. */
export function runOnSmallDisk(): DiskReport {
  return withFolder((folder) => {
    const command = `${MOUNT} && exec "$1" --import tsx "$2" "$0"`
    const args = ['-Urm', 'sh', '-c', command, folder, process.execPath, PROGRAM]
    const output = execFileSync('unshare', args, { encoding: 'utf8', timeout: ENDS_WITHIN_MS })
    // The program writes this one line.
    return JSON.parse(output) as DiskReport
  })
}

function withFolder<T>(act: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'))
  try {
    return act(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
