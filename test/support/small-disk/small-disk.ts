import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DiskReport, EmergencyReport } from './report.ts'

const pathOf = (name: string) => fileURLToPath(new URL(name, import.meta.url))
/** The stores of both sides, on 4 MB. */
const STORES = { program: pathOf('./disk-program.ts'), sizeMb: 4 }
/** A whole server with sounds and a database. */
const SERVER = { program: pathOf('./emergency-program.ts'), sizeMb: 32 }
const ENDS_WITHIN_MS = 120_000

/** A file system of its own, which nobody else sees and which ends with the program (`unshare`, Linux). */
const mount = (sizeMb: number) => `mount -t tmpfs -o size=${sizeMb}m tmpfs "$0"`

/** Whether this machine lets us have one. */
export function canHaveSmallDisk(): boolean {
  try {
    withFolder((folder) =>
      execFileSync('unshare', ['-Urm', 'sh', '-c', mount(1), folder], { stdio: 'ignore' }),
    )
    return true
  } catch {
    return false
  }
}

/** What the stores of both sides say of a small file system that is full. */
export function runStoresOnSmallDisk(): DiskReport {
  // The program writes this.
  return runOnSmallDisk(STORES) as DiskReport
}

/** What a server says of emergencies on a small file system that is full. */
export function runServerOnSmallDisk(): EmergencyReport {
  // The program writes this.
  return runOnSmallDisk(SERVER) as EmergencyReport
}

function runOnSmallDisk({ program, sizeMb }: typeof STORES): unknown {
  return withFolder((folder) => {
    const command = `${mount(sizeMb)} && exec "$1" --import tsx "$2" "$0"`
    const args = ['-Urm', 'sh', '-c', command, folder, process.execPath, program]
    const output = execFileSync('unshare', args, { encoding: 'utf8', timeout: ENDS_WITHIN_MS })
    return JSON.parse(output)
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
