import { ref, type Ref } from 'vue'

/**
 * Whether a list of choices was opened yet. Until then it is given what is chosen and no more: Element Plus makes an
 * element for every choice as soon as it has it, which for thousands of departments takes seconds each time a form opens.
 */
export function useOpened(): { readonly wasOpened: Readonly<Ref<boolean>>; readonly onVisible: (isVisible: boolean) => void } {
  const wasOpened = ref(false)
  return {
    wasOpened,
    onVisible: (isVisible) => {
      if (isVisible) wasOpened.value = true
    },
  }
}
