// Makes a fresh clone able to run: Node, npm packages, and the few Debian packages that a run needs.
// Plain JavaScript without dependencies, because nothing is installed yet when it runs.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const NODE_MIN = [20, 19]

/** Program, or plug-in of GStreamer → Debian package. `run` is needed by every start, `test` only by the tests. */
const PROGRAMS = {
  run: { ffmpeg: 'ffmpeg', ffprobe: 'ffmpeg', 'espeak-ng': 'espeak-ng', openssl: 'openssl' },
  test: {
    ...{ mosquitto: 'mosquitto', aplay: 'alsa-utils', chromium: 'chromium', tshark: 'tshark' },
    // Somebody else's receiver of live voice: each plug-in package is asked for by one that the tests need of it.
    ...{ 'gst-launch-1.0': 'gstreamer1.0-tools', 'libgstopus.so': 'gstreamer1.0-plugins-base' },
    ...{ 'libgstrtp.so': 'gstreamer1.0-plugins-good', 'libgstsrtp.so': 'gstreamer1.0-plugins-bad' },
  },
}
/** better-sqlite3 may have to be compiled where no ready binary can be had. */
const COMPILER = { 'g++': 'build-essential', make: 'build-essential', python3: 'python3' }

/**
 * Checks and installs what is missing; ends the process with a plain sentence where it cannot.
 * @param {{ forTests?: boolean }} options
 */
export function setup({ forTests = false } = {}) {
  checkNode()
  const packagesMissing = arePackagesMissing()
  const programs = {
    ...PROGRAMS.run,
    ...(forTests ? PROGRAMS.test : {}),
    ...(packagesMissing ? COMPILER : {}),
  }
  installPrograms(
    Object.keys(programs).filter((name) => !(name.endsWith('.so') ? isPlugin(name) : isOnPath(name))),
    programs,
  )
  if (packagesMissing) installPackages()
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > NODE_MIN[0] || (major === NODE_MIN[0] && minor >= NODE_MIN[1])) return
  fail(
    `Cần Node ${NODE_MIN.join('.')} trở lên, máy này có ${process.versions.node}.`,
    `Node ${NODE_MIN.join('.')} or later is needed, this is ${process.versions.node}.`,
  )
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
}

const stampFile = join(root, 'node_modules', '.tieng-lang-setup')

function arePackagesMissing() {
  return !existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== lockHash()
}

function installPackages() {
  say('Cài các gói npm (lần đầu khoảng 1-2 phút)…', 'installing npm packages, 1-2 minutes the first time')
  const prefix = dirname(dirname(process.execPath))
  // Where Node's own headers lie beside it, a native module is compiled against them and nothing is downloaded.
  const nodedir = existsSync(join(prefix, 'include/node/node.h')) ? [`--nodedir=${prefix}`] : []
  const run = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error', ...nodedir], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  if (run.status !== 0)
    fail('npm ci không chạy xong; xem lỗi ở trên.', 'npm ci failed; its own words stand above.')
  mkdirSync(dirname(stampFile), { recursive: true })
  writeFileSync(stampFile, lockHash())
}

function installPrograms(missing, packageOf) {
  if (missing.length === 0) return
  const packages = [...new Set(missing.map((name) => packageOf[name]))]
  const command = `apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${packages.join(' ')}`
  const isRoot = process.getuid?.() === 0
  if (!isRoot || !isOnPath('apt-get')) {
    fail(
      `Thiếu: ${missing.join(', ')}. Hãy chạy:\n\n  sudo sh -c '${command}'\n`,
      `missing: ${missing.join(', ')}`,
    )
  }
  say(`Cài ${packages.join(', ')} bằng apt (khoảng 1-2 phút)…`, 'installing Debian packages, 1-2 minutes')
  const run = spawnSync('sh', ['-c', command], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (run.status !== 0)
    fail(`Không cài được. Hãy tự chạy:\n\n  ${command}\n`, 'apt-get failed; its own words stand above')
}

function isOnPath(program) {
  return (process.env.PATH ?? '')
    .split(':')
    .concat('/usr/sbin')
    .some((folder) => existsSync(join(folder, program)))
}

/** Debian keeps GStreamer's plug-ins below the folder of each architecture. */
function isPlugin(file) {
  const libraries = ['/usr/lib', '/usr/lib64'].filter((folder) => existsSync(folder))
  return libraries
    .flatMap((folder) => [folder, ...readdirSync(folder).map((name) => join(folder, name))])
    .some((folder) => existsSync(join(folder, 'gstreamer-1.0', file)))
}

function say(vietnamese, english) {
  process.stderr.write(`${vietnamese} (${english})\n`)
}

function fail(vietnamese, english) {
  process.stderr.write(`${vietnamese}\n${english}\n`)
  process.exit(1)
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setup({ forTests: process.argv.includes('--tests') })
  // A service that may not write here could not build it, and would compile its sources at each start.
  await (await import('./server-program.mjs')).buildServer()
}
