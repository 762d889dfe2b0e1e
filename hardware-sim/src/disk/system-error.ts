/** An error as a system call gives it: what is wrong is in its `code`. */
export function systemError(code: string, detail = 'simulated'): Error {
  return Object.assign(new Error(`${code}: ${detail}`), { code })
}
