// The server as it runs: its sources and its worker threads bundled into JavaScript, so that a start compiles nothing.
// Each build lies in a folder of its own, `server/dist/program/NAME`, and `built.json` names the one to run: whoever
// starts meanwhile finds a whole one, and a server that runs keeps the files that it may still open.
import { createHash } from 'node:crypto'
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
/** In the server's own folder, since it finds its libraries from there. */
const builds = join(root, 'server/dist/program')
const stamp = join(builds, 'built.json')

/** What the program is made of; libraries stay outside and are loaded as they are installed. */
const SOURCES = ['protocol/src', 'scheduler/src', 'server/src', 'scripts/server-program.mjs']
/** A build that was replaced is kept so long, for a server that was not started again since. */
const REPLACED_KEPT_MS = 7 * 24 * 3_600_000

/**
 * The URL of the bundled `server/src/main.ts`, built anew where its sources have changed since; undefined where it can
 * not be built, as in a folder that may not be written, and the sources have to be run as they are.
 */
export async function serverProgram() {
  try {
    return pathToFileURL(join(freshBuild() ?? (await buildServer()), 'main.js')).href
  } catch {
    return undefined
  }
}

/** Bundles the server and gives the folder. Rejects where the sources do not compile or the folder may not be written. */
export async function buildServer() {
  const sources = fingerprint()
  const name = `of-${Date.now()}-${process.pid}`
  const folder = join(builds, name)
  mkdirSync(folder, { recursive: true })
  try {
    await bundleServer({ outdir: folder, main: join(root, 'server/src/main.ts') })
    const unfinished = join(folder, 'built.json')
    writeFileSync(unfinished, JSON.stringify({ name, sources }))
    // A power cut must not leave a name whose files are empty: that server would never start again.
    for (const path of [...readdirSync(folder).map((file) => join(folder, file)), folder]) sync(path)
    renameSync(unfinished, stamp)
  } catch (cause) {
    rmSync(folder, { recursive: true, force: true })
    throw cause
  }
  removeReplaced(name)
  return folder
}

/**
 * Bundles a program that starts a server: `main`, and beside it the first file of each worker thread, under which name
 * the server looks for them. Gives the path of the bundled `main`.
 */
export async function bundleServer({ outdir, main }) {
  const { build } = await import('esbuild')
  const workers = readdirSync(join(root, 'server/src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('-worker.ts') && !name.startsWith('workers'))
    .map((name) => join(root, 'server/src', name))
  await build({
    entryPoints: [main, ...workers],
    entryNames: '[name]',
    outdir,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: 'linked',
    sourcesContent: false,
    plugins: [{ name: 'libraries stay outside', setup: leaveLibrariesOutside }],
    logLevel: 'silent',
  })
  return join(outdir, basename(main).replace(/\.ts$/, '.js'))
}

/** All but ours, which are sources. */
function leaveLibrariesOutside({ onResolve }) {
  onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
    kind === 'entry-point' || path.startsWith('@tieng-lang/') ? undefined : { path, external: true },
  )
}

/** The folder of the build that was made of the sources as they are; undefined where there is none. */
function freshBuild() {
  const { name, sources } = readStamp()
  const folder = join(builds, String(name))
  return sources === fingerprint() && existsSync(folder) ? folder : undefined
}

/** Without anything where there is none, or one that a disk has spoilt: then it is built anew. */
function readStamp() {
  try {
    return JSON.parse(readFileSync(stamp, 'utf8'))
  } catch {
    return {}
  }
}

/** Of the names, sizes and times of every source: reading them all would take longer than starting. */
function fingerprint() {
  const hash = createHash('sha256')
  for (const source of SOURCES) addTo(hash, join(root, source))
  return hash.digest('hex')
}

function addTo(hash, path) {
  const { mtimeMs, size } = statSync(path)
  hash.update(`${path.slice(root.length)} ${mtimeMs} ${size}\n`)
  if (statSync(path).isDirectory()) for (const name of readdirSync(path)) addTo(hash, join(path, name))
}

function removeReplaced(current) {
  const keptSince = Date.now() - REPLACED_KEPT_MS
  for (const name of readdirSync(builds)) {
    const folder = join(builds, name)
    if (name === current || folder === stamp || statSync(folder).mtimeMs > keptSince) continue
    rmSync(folder, { recursive: true, force: true })
  }
}

function sync(path) {
  const file = openSync(path)
  fsyncSync(file)
  closeSync(file)
}
