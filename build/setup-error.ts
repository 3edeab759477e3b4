import { Interrupted } from './processes'

/** What a person needs when a start or a test run cannot go on: what happened, what was kept, what to do. */
export interface SetupTrouble {
  readonly happened: string
  readonly kept: string
  readonly todo: string
}

/** A failure of the machine or its set-up, not of the program: shown without a stack. */
export class SetupError extends Error {
  readonly trouble: SetupTrouble

  constructor(trouble: SetupTrouble, options?: ErrorOptions) {
    super(`${trouble.happened}\n  Kept: ${trouble.kept}\n  To do: ${trouble.todo}`, options)
    this.name = 'SetupError'
    this.trouble = trouble
  }
}

/** The message of anything that was thrown, for a line in a report. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/**
 * Runs the main function of a script and turns its outcome into the exit code.
 *
 * A SetupError is printed as it is; anything else is a defect of ours and keeps its stack.
 */
export async function runMain(main: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main()
  } catch (error) {
    process.exitCode = error instanceof Interrupted ? 130 : 1
    if (error instanceof Interrupted) return
    console.error(error instanceof SetupError ? `\n✖ ${error.message}` : error)
  }
}
