import { nextTick } from 'vue'

const rounds = 5

/** Until the frame after the change has been drawn. */
export async function painted(): Promise<void> {
  await nextTick()
  await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
}

/** The median time of an act until it is painted, each round on a fresh stage. In milliseconds. */
export async function medianOf(prepare: () => Promise<void>, act: () => void | Promise<void>): Promise<number> {
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    await prepare()
    await painted()
    const from = performance.now()
    await act()
    await painted()
    times.push(performance.now() - from)
  }
  return times.sort((a, b) => a - b)[Math.floor(rounds / 2)] ?? Number.NaN
}

export function typeInto(input: HTMLInputElement, text: string): void {
  input.value = text
  input.dispatchEvent(new InputEvent('input', { bubbles: true }))
}
