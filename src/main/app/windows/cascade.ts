/** A rectangle on the screen, in device-independent pixels. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** The same place, no larger than the screen's work area and wholly within it. */
export function within(place: Place, workArea: Place): Place {
  const [width, height] = [Math.min(place.width, workArea.width), Math.min(place.height, workArea.height)]
  const clamped = (at: number, from: number, room: number): number => Math.min(Math.max(at, from), from + room)
  return { x: clamped(place.x, workArea.x, workArea.width - width), y: clamped(place.y, workArea.y, workArea.height - height), width, height }
}

/** About the height of a title bar: the one behind can be seen and taken hold of. */
const STEP = 32

/**
 * The place of a further window: a step down and to the right of the one in front, begun anew at the corner of the screen's
 * work area where it would leave it, and never exactly over another one.
 */
export function cascade(front: Place, others: readonly Place[], workArea: Place): Place {
  const [width, height] = [Math.min(front.width, workArea.width), Math.min(front.height, workArea.height)]
  const next = ({ x, y }: Pick<Place, 'x' | 'y'>): Pick<Place, 'x' | 'y'> => {
    const [right, below] = [x + STEP, y + STEP]
    return {
      x: right + width > workArea.x + workArea.width ? workArea.x : right,
      y: below + height > workArea.y + workArea.height ? workArea.y : below,
    }
  }
  let place = next(front)
  // A window as large as the screen has one place only: after one look at each other window it stays where it is.
  for (let looked = 0; looked < others.length && others.some(({ x, y }) => x === place.x && y === place.y); looked += 1) place = next(place)
  return { ...place, width, height }
}
