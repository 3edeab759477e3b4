import { execFileSync } from 'node:child_process'

const NAME = 'holdfast-e2e'

export interface SystemUser {
  readonly uid: number
  readonly gid: number
}

/** An ordinary user of this machine, for tests alone. Needs root where there is none yet. */
export function findOrMakeUser(): SystemUser {
  const idOf = (flag: string): number => Number(execFileSync('id', [flag, NAME], { stdio: ['ignore', 'pipe', 'ignore'] }).toString())
  try {
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--shell', '/usr/sbin/nologin', NAME])
    return { uid: idOf('-u'), gid: idOf('-g') }
  }
}
