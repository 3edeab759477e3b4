import { z } from 'zod'

/** How writing works on a server: by itself, after a confirmation, only from the outbox, or not at all. */
export const WRITE_MODES = ['normal', 'confirm', 'review', 'read-only'] as const
export const writeModeSchema = z.enum(WRITE_MODES)
export type WriteMode = z.infer<typeof writeModeSchema>

/**
 * THE table of what each mode means, for main, which keeps to it, and for pages, which tell it. Where it holds in full:
 * docs/offline.md, "Write modes and holds".
 */
interface ModeRules {
  /** A new change is refused. */
  readonly takesNone: boolean
  /** Each change is shown before it is handed over. */
  readonly asksFirst: boolean
  /** A new change waits for a word even where it could go at once. */
  readonly waitsAtOnce: boolean
}

export const WRITE_RULES: Readonly<Record<WriteMode, ModeRules>> = {
  normal: { takesNone: false, asksFirst: false, waitsAtOnce: false },
  confirm: { takesNone: false, asksFirst: true, waitsAtOnce: false },
  review: { takesNone: false, asksFirst: false, waitsAtOnce: true },
  'read-only': { takesNone: true, asksFirst: false, waitsAtOnce: false },
}

interface WrittenTo {
  readonly writeMode: WriteMode
  readonly isProduction: boolean
}

/**
 * Why what waits in the outbox does not go by itself; null: it goes.
 *
 * @param entry Null stands for whatever is new.
 */
export function holdOf({ writeMode, isProduction }: WrittenTo, entry: { readonly attempts: number; readonly isReleased: boolean } | null): 'read-only' | 'review' | 'production' | null {
  if (entry?.isReleased) return null
  // Not even what may have left: done or not, nothing is sent to it from here without a word.
  if (writeMode === 'read-only') return 'read-only'
  // What may have left is looked up without asking: the question of whether to send it is over.
  if (entry && entry.attempts > 0) return null
  if (writeMode === 'review') return 'review'
  return isProduction ? 'production' : null
}
