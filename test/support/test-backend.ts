import { type ControlledBackend, type ControlledBackendOptions, startControlledBackend } from './backend/controlled-backend'

/** scrypt's N where nobody guesses. By default each back-end and each sign-in would take 200 ms and more of a core, half of all that these tests do. */
export const TEST_PASSWORD_COST = 16

/** An embedded back-end in memory with thirty users, as most tests want it, and the hand behind it. */
export function startTestBackend(options: Partial<ControlledBackendOptions> = {}): Promise<ControlledBackend> {
  return startControlledBackend({ database: ':memory:', signingKey: 'k'.repeat(40), generatedUsers: 30, passwordCost: TEST_PASSWORD_COST, ...options })
}
