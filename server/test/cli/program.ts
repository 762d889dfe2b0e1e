import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const program = fileURLToPath(new URL('../../../scripts/tieng-lang.mjs', import.meta.url))

export interface ProgramResult {
  exitCode: number | null
  out: string
  error: string
}

/** Runs `tieng-lang` to its end. */
export async function tiengLang(dataDir: string, args: readonly string[]): Promise<ProgramResult> {
  const child = spawn(process.execPath, [program, ...args], { env: environmentFor(dataDir) })
  let out = ''
  let error = ''
  child.stdout.on('data', (chunk) => {
    out += chunk
  })
  child.stderr.on('data', (chunk) => {
    error += chunk
  })
  const [exitCode] = await once(child, 'close')
  return { exitCode, out: out.trim(), error: error.trim() }
}

/** Starts `tieng-lang serve` with a channel, and waits for its word that it is ready. */
export async function serve(
  dataDir: string,
  more: Record<string, string> = {},
): Promise<{ child: ChildProcess; ready: Record<string, string> }> {
  const child = spawn(
    process.execPath,
    [program, 'serve', '--port', '0', '--mqtt-port', '0', '--stream-port', '0'],
    {
      env: { ...environmentFor(dataDir), ...more },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    },
  )
  const [ready] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => {
      throw new Error(`serve ended with ${code}`)
    }),
  ])
  return { child, ready }
}

function environmentFor(dataDir: string): Record<string, string> {
  const { PATH = '', HOME = '' } = process.env
  // Making the sounds for emergencies would keep the machine busy for nothing.
  return { PATH, HOME, TIENG_LANG_DATA_DIR: dataDir, TIENG_LANG_EMERGENCY_KIT: 'none' }
}
