import type { Defect } from '../defect.ts'

/** Every third record that the disk says it has taken is not on it. */
export const FORGETFUL_OUTBOX: Defect = {
  name: 'a disk that says of records that they are written, and they are not',
  // The server closes what it never gets: as not reported, although it was heard.
  foundBy: 'a record says what the horn did',
  alsoFoundBy: ['what is held is what is wanted', 'every planned occurrence ends in one record'],
  agentParts: (parts) => {
    let appends = 0
    const { files } = parts
    const append = (path: string, content: Uint8Array) => {
      appends += 1
      return path.startsWith('outbox/') && appends % 3 === 0 ? Promise.resolve() : files.append(path, content)
    }
    return { ...parts, files: { ...files, append } }
  },
}
