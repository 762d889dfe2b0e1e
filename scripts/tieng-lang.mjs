#!/usr/bin/env node
// The one command-line program: picks the package whose main.ts owns the subcommand. Each package owns its own.
import { realpathSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { register } from 'tsx/esm/api'

const PACKAGES = ['server', 'edge-agent', 'hardware-sim']

/** Runs one subcommand and gives its exit code. */
export async function tiengLang(args) {
  // `tieng-lang playouts | head` is no error.
  process.stdout.on('error', (error) => {
    if (error.code === 'EPIPE') process.exit(0)
    throw error
  })
  register()
  const commands = {}
  for (const name of PACKAGES) Object.assign(commands, (await import(`../${name}/src/main.ts`)).commands)
  const [name, ...rest] = args
  const wanted = name && Object.hasOwn(commands, name) ? commands[name] : undefined
  if (wanted) return wanted.run(rest)
  const isHelp = name === undefined || name === '--help' || name === '-h' || name === 'help'
  const text = usage(commands)
  if (isHelp) process.stdout.write(text)
  else process.stderr.write(`Không có lệnh "${name}". (No such command.)\n\n${text}`)
  return isHelp ? 0 : 2
}

function usage(commands) {
  const width = Math.max(...Object.keys(commands).map((name) => name.length))
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`)
  return `Tiếng Làng: điều khiển loa truyền thanh cấp xã (commune loudspeaker network controller)

Cách dùng (usage): tieng-lang LỆNH [--help]

${lines.join('\n')}
`
}

const isMain = process.argv[1] && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href
if (isMain) process.exitCode = await tiengLang(process.argv.slice(2))
