import { ACTION_IDS, type ActionId, actionOf } from '@shared/actions/actions'
import type { ResolvedKeys } from '@shared/actions/resolve-keys'
import { isOutsideText, isStroke, strokeDigit } from '@shared/actions/strokes'
import { shallowReactive } from 'vue'
import type { ImeGuard } from '@renderer/ime'

/** What a component does when an action is asked for. */
export interface ActionHandler {
  /** @param choice Which of several: a digit of the keys, or a page of the menu; null where there is nothing to choose. */
  readonly run: (choice: number | null) => unknown
  /** Why it cannot be done just now; null or left out when it can. */
  readonly reason?: string | null | undefined
}

export type ActionHandlers = { readonly [Id in ActionId]?: ActionHandler | undefined }

/** What can be done in a window at the moment, and why not. */
export interface ActionCentre {
  /** Offers what it returns, until the function that comes back is called. What was offered last goes before. `isLast`: whatever anybody else offers goes before this. */
  offer(handlers: () => ActionHandlers, isLast?: boolean): () => void
  handlerOf(id: ActionId): ActionHandler | null
  /** Everything that is offered, each by whoever goes before. */
  all(): ActionHandlers
  /** Does it, or says why not. False where nobody offers it. */
  run(id: ActionId, choice?: number | null): boolean
  /** The window's one listener for the keys of pages. */
  onKeyDown(event: KeyboardEvent): void
}

export interface ActionCentreDeps {
  readonly ime: ImeGuard
  readonly keys: () => ResolvedKeys
  readonly say: (words: string) => void
}

const PAGE_ACTIONS = ACTION_IDS.filter((id) => actionOf(id).by === 'page')

/** A question, or another dialog, is on screen: nothing under it acts. */
export const isDialogOpen = (): boolean => document.querySelector('dialog[open]') !== null

export function createActionCentre({ ime, keys, say }: ActionCentreDeps): ActionCentre {
  const offers = shallowReactive<(() => ActionHandlers)[]>([])

  /** The place in the order of offers tells which of two that share keys is meant: that of the page goes before that of the shell. */
  function find(id: ActionId): { readonly handler: ActionHandler; readonly rank: number } | null {
    for (let rank = offers.length - 1; rank >= 0; rank--) {
      const handler = offered(offers[rank])[id]
      if (handler) return { handler, rank }
    }
    return null
  }

  function act({ run, reason }: ActionHandler, choice: number | null): void {
    if (reason) say(reason)
    else void run(choice)
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.defaultPrevented || ime.owns(event) || isDialogOpen()) return
    const meant = PAGE_ACTIONS.flatMap((id) => {
      const pressed = keys()[id].find((one) => isStroke(event, one) && (isOutsideText(one) || !isTyping(event.target)))
      const found = pressed === undefined ? null : find(id)
      return pressed !== undefined && found ? [{ ...found, choice: strokeDigit(event, pressed) }] : []
    }).sort((one, other) => other.rank - one.rank)[0]
    if (!meant) return
    event.preventDefault()
    act(meant.handler, meant.choice)
  }

  return {
    offer: (handlers, isLast = false) => {
      offers.splice(isLast ? 0 : offers.length, 0, handlers)
      return () => void offers.splice(offers.indexOf(handlers), 1)
    },
    handlerOf: (id) => find(id)?.handler ?? null,
    all: () => Object.fromEntries(offers.flatMap((offer) => Object.entries(offered(offer)).filter(([, handler]) => handler !== undefined))),
    run: (id, choice = null) => {
      const found = find(id)
      if (found) act(found.handler, choice)
      return found !== null
    },
    onKeyDown,
  }
}

/** A page that cannot be shown offers nothing. Its boundary, which is asked after this, tells of the fault. */
function offered(handlers: (() => ActionHandlers) | undefined): ActionHandlers {
  try {
    return handlers?.() ?? {}
  } catch {
    return {}
  }
}

/** In a text field a key without Ctrl belongs to the text. */
function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement
}
