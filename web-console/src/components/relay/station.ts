/** A station's address as it is shown: host and path. Behind a question mark some stations have a key. */
export function stationOf(url: string): string {
  if (!URL.canParse(url)) return url
  const { host, pathname } = new URL(url)
  return pathname === '/' ? host : `${host}${pathname}`
}
