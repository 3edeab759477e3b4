import { inject, type InjectionKey, ref, type Ref } from 'vue'

/** How much larger than usual text is: for widths in pixels that have to hold some of it. */
export const fontScaleKey: InjectionKey<Readonly<Ref<number>>> = Symbol('font scale')

export function useFontScale(): Readonly<Ref<number>> {
  return inject(fontScaleKey, () => ref(1), true)
}
