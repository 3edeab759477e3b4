// Real SIGKILLs of a real process that keeps drafts in the encrypted data file. FUZZ_SEED repeats the moments.
import { describe, expect, it } from 'vitest'
import { killWhileTyping } from '../../support/typing-process-kills'

describe('F56: killed while typing', () => {
  const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000_000)

  it(`at 25 random moments: every keystroke that was kept is there, and no draft is torn (seed ${seed})`, { timeout: 600_000 }, async () => {
    const { kills, keeps, losses } = await killWhileTyping({ kills: 25, seed })
    expect(losses).toEqual([])
    expect(kills).toBe(25)
    expect(keeps).toBeGreaterThan(25)
  })
})
