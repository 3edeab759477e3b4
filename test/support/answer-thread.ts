import { type AnswerReader, createAnswerReader } from '../../src/main/backend/answer-reader'
import { builtProgramUrl } from './built-programs'

/** The thread that reads long answers. */
export function answersFromSource(
  onFault: (error: unknown) => void = (error) => {
    throw error
  },
): AnswerReader {
  return createAnswerReader({ file: builtProgramUrl('answer-worker') }, onFault)
}
