// `npm test`, `npm run check`, `npm run test:long`: one list of steps, one closing line `N passed, N failed`.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildConsoleIfStale } from './build.mjs'
import { setup } from './setup.mjs'

/** Of each failure, at the end. */
const WHY_LINES_MAX = 8

const root = fileURLToPath(new URL('..', import.meta.url))
const isLong = process.argv.includes('--long')
const isQuick = process.argv.includes('--check')

/** What decides, and what holds for the whole house: told in under a minute. */
const QUICK = ['protocol/', 'scheduler/', 'test/architecture/']

setup({ forTests: true })
const reports = mkdtempSync(join(tmpdir(), 'tieng-lang-test-'))
const counts = { passed: 0, failed: 0 }
/** What failed, said once more at the end: a long run is often read from there. */
const failures = []

function run(program, args, env = {}) {
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    })
    child.on('close', (code) => resolve(code ?? 1))
  })
}

async function tool(title, program, args) {
  const code = await run(join(root, 'node_modules/.bin', program), args)
  counts[code === 0 ? 'passed' : 'failed'] += 1
  if (code !== 0) failures.push(title)
  process.stdout.write(`${code === 0 ? 'ok' : 'FAILED'}: ${title}\n`)
}

async function vitest(title, config, { env = {}, only = [] } = {}) {
  const report = join(reports, `${title}.json`)
  const code = await run(
    join(root, 'node_modules/.bin/vitest'),
    [
      ...['run', ...only, '--config', config],
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ],
    env,
  )
  let found = { numPassedTests: 0, numFailedTests: 0 }
  try {
    found = JSON.parse(readFileSync(report, 'utf8'))
  } catch {
    found.message = 'it left no report'
  }
  const named = failedTestsOf(found)
  if (code !== 0 && named.length === 0)
    named.push(`${title}: ${found.message ?? 'an error outside every test, above'}`)
  failures.push(...named)
  counts.passed += found.numPassedTests
  // A file that does not even load has no failed test of its own, yet the run has failed.
  counts.failed += Math.max(found.numFailedTests, code === 0 ? 0 : 1)
}

/** Each with its file and the beginning of why. */
function failedTestsOf({ testResults = [] }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(root, name)
    const failed = assertionResults.filter((one) => one.status === 'failed')
    if (status === 'failed' && failed.length === 0) return [`${file}: ${firstLinesOf(message)}`]
    return failed.map((one) => `${file}: ${one.fullName}: ${firstLinesOf(one.failureMessages[0])}`)
  })
}

const firstLinesOf = (why = '') => why.split('\n').slice(0, WHY_LINES_MAX).join('\n    ')

if (isLong) {
  await vitest('long', 'test/vitest.long.config.ts', { env: { TL_LONG: '1' } })
} else {
  await tool('format and lint (biome)', 'biome', ['check', '.', '--error-on-warnings'])
  await tool('types (tsc)', 'tsc', ['-p', '.'])
  await tool('types of the console (tsc)', 'tsc', ['-p', 'web-console'])
  await vitest('unit', 'vitest.config.ts', { only: isQuick ? QUICK : [] })
  if (!isQuick) {
    buildConsoleIfStale()
    await vitest('end-to-end', 'test/vitest.config.ts')
  }
}
rmSync(reports, { recursive: true, force: true })
for (const failure of failures) process.stdout.write(`FAILED: ${failure}\n`)
process.stdout.write(`${counts.passed} passed, ${counts.failed} failed\n`)
process.exitCode = counts.failed === 0 && counts.passed > 0 ? 0 : 1
