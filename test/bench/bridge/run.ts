import { axiosLane, bridgeLane, type Lane, type Load, netFetchLane, type Question } from './lanes'
import type { Stage } from './stage'

/** All times of one lane under one load, in milliseconds. */
export interface Sample {
  readonly question: Question
  readonly inFlight: number
  readonly lane: Lane['name']
  readonly times: readonly number[]
}

const ROUNDS = 7
/** Not counted: sockets open, the server learns nothing any more, V8 has compiled what runs often. */
const WARM_ROUNDS = 1
const LOADS: readonly Load[] = [
  { inFlight: 1, count: 300 },
  { inFlight: 10, count: 500 },
  { inFlight: 100, count: 1000 },
]

/** Every lane in every round, each round beginning with another lane, so that a slow minute of the machine hits all alike. */
export async function runRounds({ app, small, normal }: Stage, tell: (line: string) => void): Promise<Sample[]> {
  const lanes = [bridgeLane(app.workspace), netFetchLane(app.electron), axiosLane()]
  const all: Sample[] = []
  for (let round = 0; round < WARM_ROUNDS + ROUNDS; round += 1) {
    tell(round < WARM_ROUNDS ? 'warming up' : `round ${round - WARM_ROUNDS + 1} of ${ROUNDS}`)
    for (const question of [small, normal]) {
      for (const load of LOADS) {
        for (const lane of rotated(lanes, round)) {
          const times = await lane.run(question, load)
          if (round >= WARM_ROUNDS) all.push({ question, inFlight: load.inFlight, lane: lane.name, times })
        }
      }
    }
  }
  return all
}

function rotated(lanes: readonly Lane[], by: number): readonly Lane[] {
  const at = by % lanes.length
  return [...lanes.slice(at), ...lanes.slice(0, at)]
}
