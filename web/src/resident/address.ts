export function outside_address(path: string): string | null {
  if (path === '/resident' || path.startsWith('/resident/')) return null
  const door = /^\/q\/([^/]+)\/?$/.exec(path)
  if (door) return `/resident/door/${door[1]}`
  const number = /^\/s\/([^/]+)\/?$/.exec(path)
  if (number) return `/resident/status/${number[1]}`
  return '/resident/'
}
