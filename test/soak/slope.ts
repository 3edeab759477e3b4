/** The straight line through some points by least squares: how steep it is, with the interval that holds the true slope in 95 of 100 cases. */
export interface Slope {
  readonly perHour: number
  readonly low: number
  readonly high: number
}

/** Student's t for 97.5 %, by degrees of freedom 1 to 30; beyond that 1.96 is near enough. */
const T = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11, 2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045,
  2.042,
]

/** @param points Hours and values. Fewer than three say nothing of an interval: it is infinite. */
export function slopeOf(points: readonly (readonly [hours: number, value: number])[]): Slope {
  const count = points.length
  const mean = (at: 0 | 1): number => points.reduce((sum, point) => sum + point[at], 0) / count
  const [meanX, meanY] = [mean(0), mean(1)]
  const spread = points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0)
  const perHour = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0) / spread
  if (count < 3) return { perHour, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
  const errors = points.reduce((sum, [x, y]) => sum + (y - meanY - perHour * (x - meanX)) ** 2, 0)
  const margin = (T[count - 3] ?? 1.96) * Math.sqrt(errors / (count - 2) / spread)
  return { perHour, low: perHour - margin, high: perHour + margin }
}
