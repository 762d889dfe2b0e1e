import { dirname, join, relative } from 'node:path'
import type { Import } from './imports.ts'

/** The house of DESIGN §2: what each package may import of ours. `test` may import everything and is not listed. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  protocol: [],
  scheduler: ['protocol'],
  server: ['protocol', 'scheduler'],
  'edge-agent': ['protocol', 'scheduler'],
  'hardware-sim': ['protocol', 'edge-agent'],
  'web-console': ['protocol'],
}

/** Rooms inside a package that may not look into others: file prefix → forbidden targets, and why. */
const CLOSED_DOORS: { from: string; to: RegExp; because: string }[] = [
  { from: 'scheduler/src/', to: /^node:/, because: 'the scheduler is pure' },
  {
    from: 'scheduler/src/',
    to: /^@tieng-lang\/protocol(\/node|\/board|\/rtp)?$/,
    because: 'only the browser entry',
  },
  {
    from: 'edge-agent/src/audio/',
    to: /^edge-agent\/src\/(link|hardware|stores)\//,
    because: 'audio only sounds',
  },
  {
    from: 'edge-agent/src/hardware/',
    to: /^edge-agent\/src\/(link|stores)\//,
    because: 'hardware only drives',
  },
  {
    from: 'server/src/storage/',
    to: /^server\/src\/(routes|broadcasting|messaging|media)\//,
    because: 'storage is below',
  },
  { from: 'server/src/broadcasting/', to: /^server\/src\/routes\//, because: 'use cases know no HTTP' },
  { from: 'server/src/routes/', to: /^server\/src\/messaging\//, because: 'routes speak through use cases' },
]

/** A page's own folder in the console. */
const VIEW = /^web-console\/src\/views\/([^/]+)\//

/** The files that a browser loads: nothing of Node may be reachable from them. */
export const BROWSER_ENTRY = 'protocol/src/browser.ts'

/** What is wrong with one import, as a sentence with file and line; undefined where it is allowed. */
export function violationOf(found: Import, root: string): string | undefined {
  const file = relative(root, found.file)
  const home = file.split('/')[0] ?? ''
  const target = targetOf(found, root)
  const where = `${file}:${found.line} imports ${found.specifier}`
  const neighbour = packageOf(target)
  if (neighbour && neighbour !== home && !MAY_IMPORT[home]?.includes(neighbour)) {
    return `${where}: ${home} may import ${MAY_IMPORT[home]?.join(', ') || 'nothing of ours'}`
  }
  if (neighbour && neighbour !== home && found.specifier.startsWith('.')) {
    return `${where}: another package is entered by its door, @tieng-lang/${neighbour}`
  }
  const [view, otherView] = [VIEW.exec(file)?.[1], VIEW.exec(target)?.[1]]
  if (view && otherView && view !== otherView) {
    return `${where}: no view looks into another; what both show lies in components/`
  }
  const door = CLOSED_DOORS.find(({ from, to }) => file.startsWith(from) && to.test(target))
  return door && `${where}: ${door.because}`
}

/** `@tieng-lang/x`, `node:x` and libraries as they are; relative ones as a path from the root. */
export function targetOf(found: Import, root: string): string {
  if (!found.specifier.startsWith('.')) return found.specifier
  return relative(root, join(dirname(found.file), found.specifier))
}

function packageOf(target: string): string | undefined {
  const name = target.startsWith('@tieng-lang/') ? target.split('/')[1] : target.split('/')[0]
  return name && (name in MAY_IMPORT || name === 'test') ? name : undefined
}
