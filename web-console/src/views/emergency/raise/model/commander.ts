const STORED_UNDER = 'tieng-lang.commander'

/** Who gave the last order on this machine, by account; else whoever is signed in. */
export function lastCommander(operatorId: string, name: string): string {
  try {
    return localStorage.getItem(`${STORED_UNDER}.${operatorId}`) ?? name
  } catch {
    return name
  }
}

export function rememberCommander(operatorId: string, commander: string): void {
  try {
    localStorage.setItem(`${STORED_UNDER}.${operatorId}`, commander)
  } catch {}
}
