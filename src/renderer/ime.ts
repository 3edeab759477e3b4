/** The time after the end of a composition in which a key still belongs to the input method (some send Enter late). */
const afterCompositionMs = 50

export interface ImeGuard {
  /** True when a key belongs to the input method and must not act: no submit, no shortcut, no closing. */
  owns(event: KeyboardEvent): boolean
  dispose(): void
}

/**
 * Watches compositions in a document. `isComposing` and key code 229 cover most input methods; the 50 ms after
 * `compositionend` cover those that deliver the committing Enter as an ordinary key.
 */
export function createImeGuard(target: EventTarget, now: () => number = () => performance.now()): ImeGuard {
  let endedAt = Number.NEGATIVE_INFINITY
  const onEnd = (): void => {
    endedAt = now()
  }
  target.addEventListener('compositionend', onEnd, true)
  return {
    owns: (event) => event.isComposing || event.keyCode === 229 || now() - endedAt < afterCompositionMs,
    dispose: () => target.removeEventListener('compositionend', onEnd, true),
  }
}
