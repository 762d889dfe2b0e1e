import {
  type FileHandle,
  mkdir,
  open,
  readdir,
  readFile,
  rename,
  stat,
  statfs,
  unlink,
} from 'node:fs/promises'
import type { FileCalls, OpenFile } from '../seams/file-calls.ts'

const FLAGS = { read: 'r', change: 'r+', create: 'w', append: 'a' } as const

/** The machine's own disk. */
export const systemFileCalls: FileCalls = {
  open: async (path, how, mode = 0o666) => openFile(await open(path, FLAGS[how], mode)),
  readFile: (path) => readFile(path),
  sizeBytes: async (path) => (await stat(path)).size,
  makeFolder: (path) => mkdir(path, { recursive: true }),
  async readFolder(path) {
    const entries = await readdir(path, { withFileTypes: true })
    return entries.map((entry) => ({ name: entry.name, isFile: entry.isFile() }))
  },
  rename: (from, to) => rename(from, to),
  unlink: (path) => unlink(path),
  async syncFolder(path) {
    const folder = await open(path, 'r')
    try {
      await folder.sync()
    } finally {
      await folder.close()
    }
  },
  async freeBytes(path) {
    const { bavail, bsize } = await statfs(path)
    return bavail * bsize
  },
}

function openFile(handle: FileHandle): OpenFile {
  return {
    sizeBytes: async () => (await handle.stat()).size,
    write: (content) => handle.writeFile(content),
    truncate: (sizeBytes) => handle.truncate(sizeBytes),
    sync: () => handle.sync(),
    close: () => handle.close(),
  }
}
