import type { Defect } from '../defect.ts'

/** A new life finds what it is to play, and nothing of what it has played. */
export const FORGETFUL_STATE: Defect = {
  name: 'an agent whose restart forgets what it has done',
  foundBy: 'nothing sounds twice',
  // Nor does it know where it was.
  alsoFoundBy: ['what is interrupted goes on by its rule'],
  agentParts: (parts) => {
    const { files } = parts
    return {
      ...parts,
      files: {
        ...files,
        read: async (path) => (path.startsWith('state/') ? undefined : files.read(path)),
        list: async (folder) => (folder.startsWith('outbox') ? [] : files.list(folder)),
      },
    }
  },
}
