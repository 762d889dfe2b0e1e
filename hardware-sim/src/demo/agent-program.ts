/** Bundles the agent as it is copied to a board, and gives the file. */
export async function buildAgentProgram(): Promise<string> {
  const { buildAgent } = await import('../../../scripts/build.mjs')
  return buildAgent()
}
