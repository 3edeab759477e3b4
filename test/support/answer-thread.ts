import { type AnswerReader, createAnswerReader } from '../../src/main/backend/answer-reader'

/** The thread that reads long answers, from its source: the app has it built, tests run it as it stands. */
export function answersFromSource(onFault: (error: unknown) => void = (error) => { throw error }): AnswerReader {
  return createAnswerReader({ file: new URL('../../src/main/backend/answer-worker.ts', import.meta.url), execArgv: ['--import', 'tsx'] }, onFault)
}
