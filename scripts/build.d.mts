export function buildAgent(outfile?: string): Promise<string>
