import { z } from 'zod'
import { withinSize } from '../size'
import { ACTION_IDS, actionIdSchema } from './actions'

/** How long a reason or a title may be, in characters: a page cuts what is longer. */
export const LONGEST_IN_MENU = 200
/** Pages that the native menu lists at most; the window's own menu has all. */
export const MOST_MENU_PAGES = 100

/** Every action with a reason of that length, its name, and what holding them takes. */
const LARGEST_ACTIONS = ACTION_IDS.length * (LONGEST_IN_MENU + 100)

/** What a page tells of the native menu: what can be done in it, and where it leads. */
export const menuStateSchema = z.object({
  /** What is offered, with the reason why it cannot be done just now; null when it can. */
  actions: withinSize(z.partialRecord(actionIdSchema, z.string().max(LONGEST_IN_MENU).nullable()), LARGEST_ACTIONS),
  /** The pages of the account's menu, in its order. */
  pages: z.array(z.object({ id: z.number().int(), title: z.string().max(LONGEST_IN_MENU) })).max(MOST_MENU_PAGES),
})
export type MenuState = z.infer<typeof menuStateSchema>
