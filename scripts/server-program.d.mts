export function serverProgram(): Promise<string | undefined>
export function buildServer(): Promise<string>
export function bundleServer(program: { outdir: string; main: string }): Promise<string>
