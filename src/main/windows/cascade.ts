/** A rectangle on the screen, in device-independent pixels. */
export interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
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
