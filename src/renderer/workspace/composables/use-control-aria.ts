import { onMounted, onUpdated, type Ref, watch } from 'vue'

export interface ControlAria {
  readonly describedBy: string | undefined
  readonly isInvalid: boolean
  readonly isRequired?: boolean
}

/**
 * The choices of Element Plus hand attributes to the box around their input, where no assistive technology looks for
 * them. These belong to the input itself.
 */
export function useControlAria(root: Readonly<Ref<HTMLElement | null>>, aria: () => ControlAria): void {
  function apply(): void {
    const input = root.value?.querySelector('input')
    if (!input) return
    const { describedBy, isInvalid, isRequired } = aria()
    input.setAttribute('aria-invalid', String(isInvalid))
    if (isRequired) input.setAttribute('aria-required', 'true')
    if (describedBy) input.setAttribute('aria-describedby', describedBy)
    else input.removeAttribute('aria-describedby')
  }
  onMounted(apply)
  onUpdated(apply)
  watch(aria, apply, { flush: 'post' })
}
