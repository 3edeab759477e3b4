const WINDOW_MS = 60_000
const MOST = 3

/** Lets a crashed page reload, but not for ever: at most three times a minute. */
export interface ReloadLimit {
  mayReload(nowMs: number): boolean
}

export function createReloadLimit(): ReloadLimit {
  let recent: number[] = []
  return {
    mayReload: (nowMs) => {
      recent = recent.filter((at) => nowMs - at < WINDOW_MS)
      if (recent.length >= MOST) return false
      recent.push(nowMs)
      return true
    },
  }
}
