// Real SIGKILLs of a real process that keeps drafts in the encrypted data file. FUZZ_SEED repeats the moments.
import { describe, expect, it } from 'vitest'
import { killWhileTyping } from '../../support/typing-process-kills'
import { seed } from '../../support/seed'

describe('F56: killed while typing', () => {
  const kills = Number(process.env['FUZZ_KILLS'] ?? 25)

  it(`at ${kills} random moments: every keystroke that was kept is there, and no draft is torn (seed ${seed})`, { timeout: kills * 30_000 }, async () => {
    const { kills: done, keeps, losses } = await killWhileTyping({ kills, seed })
    expect(losses).toEqual([])
    expect(done).toBe(kills)
    expect(keeps).toBeGreaterThan(kills)
  })
})
