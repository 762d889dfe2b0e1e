export function buildAgent(outfile?: string, entry?: string): Promise<string>
export function buildConsole(): Promise<string>
