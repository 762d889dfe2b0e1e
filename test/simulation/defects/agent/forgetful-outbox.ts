import type { Defect } from '../defect.ts'

/** Every third record that the disk says it has taken is not on it. */
export const FORGETFUL_OUTBOX: Defect = {
  name: 'a disk that says of records that they are written, and they are not',
  foundBy: 'every planned occurrence ends in one record',
  alsoFoundBy: [
    'what is held is what is wanted',
    'every emergency is heard or accounted for',
    'every live voice is heard or accounted for',
    // What the server has closed as not reported was heard.
    'a record says what the horn did',
  ],
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
