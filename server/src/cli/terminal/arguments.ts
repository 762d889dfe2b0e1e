import { join, resolve } from 'node:path'
import { type ParseArgsConfig, parseArgs } from 'node:util'
import { CodedError } from '@tieng-lang/protocol'
import { AdminClient } from '@tieng-lang/protocol/node'
import type { Terminal } from './terminal.ts'

type Options = NonNullable<ParseArgsConfig['options']>

/** Flags that every command has. */
export const COMMON = { help: { type: 'boolean', short: 'h' }, data: { type: 'string' } } as const

/** Reads flags and words strictly; throws `wronglyAsked` with what is wrong. */
export function readArguments<T extends Options>(args: string[], options: T) {
  try {
    return parseArgs({ args, options: { ...COMMON, ...options }, allowPositionals: true, strict: true })
  } catch (cause) {
    throw new CodedError('wronglyAsked', cause instanceof Error ? cause.message : String(cause))
  }
}

/** The word at this place. Throws `wronglyAsked` where it is missing. */
export function wordAt(positionals: readonly string[], index: number, name: string): string {
  const word = positionals[index]
  if (word === undefined) throw new CodedError('wronglyAsked', `thiếu ${name} (${name} is missing)`)
  return word
}

/** The first word, which must be one of these acts. Throws `wronglyAsked` for none and for any other. */
export function actAt<Act extends string>(positionals: readonly string[], acts: readonly Act[]): Act {
  const asked = acts.join(' | ')
  const word = wordAt(positionals, 0, asked)
  const act = acts.find((each) => each === word)
  if (act === undefined) throw new CodedError('wronglyAsked', `"${word}": ${asked}`)
  return act
}

/** A whole number within bounds. Throws `wronglyAsked`. */
export function wholeNumber(text: string, { name, min, max }: { name: string; min: number; max: number }) {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new CodedError('wronglyAsked', `${name}: ${min}-${max}`)
  return value
}

/** The running server of the data folder. */
export function adminClient(terminal: Terminal, data: string | undefined): AdminClient {
  return new AdminClient(join(dataFolder(terminal, data), 'admin.sock'), terminal.operator)
}

/** `--data`, else the environment, else `data/server` here. */
export function dataFolder(terminal: Terminal, data: string | undefined): string {
  return resolve(data ?? terminal.environment.TIENG_LANG_DATA_DIR ?? 'data/server')
}
