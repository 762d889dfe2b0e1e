export function buildAgent(outfile?: string): Promise<string>
export function buildConsole(): Promise<string>
