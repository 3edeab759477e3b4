import { useIme } from './use-ime'

/** For the `keydown` of a form that Enter submits: the key that ends a composition sends nothing. To be called in a set-up. */
export function useImeSubmit(): (event: KeyboardEvent) => void {
  const ime = useIme()
  return (event) => {
    if (event.key === 'Enter' && ime.owns(event)) event.preventDefault()
  }
}
