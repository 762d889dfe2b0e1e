/** Whether an MQTT filter matches a topic (MQTT 3.1.1 §4.7), level by level. */
export function filterMatches(filter: string, topic: string): boolean {
  // §4.7.2: wildcards at the first level do not match topics that begin with `$`.
  if (topic.startsWith('$') && (filter.startsWith('+') || filter.startsWith('#'))) return false
  const wanted = filter.split('/')
  const levels = topic.split('/')
  for (const [index, word] of wanted.entries()) {
    if (word === '#') return true
    if (index >= levels.length || (word !== '+' && word !== levels[index])) return false
  }
  return wanted.length === levels.length
}

/** Whether the filter can match more than one topic (MQTT 5 §4.7.1). */
export function hasWildcard(filter: string): boolean {
  return filter.includes('+') || filter.includes('#')
}
