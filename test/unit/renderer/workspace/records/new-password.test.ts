import { newUserSchema } from '@shared/resources/user'
import { describe, expect, it } from 'vitest'
import { generatePassword, passwordStrength } from '@renderer/workspace/records/new-password'

describe('a generated password', () => {
  it('meets the server’s rule whatever is drawn, and is called strong', () => {
    for (let run = 0; run < 200; run++) {
      const password = generatePassword()
      expect(newUserSchema.shape.password.safeParse(password).success, password).toBe(true)
      expect(passwordStrength(password)).toBe('strong')
    }
  })

  it('is another each time', () => {
    expect(new Set(Array.from({ length: 50 }, () => generatePassword())).size).toBe(50)
  })

  it('has its three sure characters anywhere, not always in front', () => {
    const firsts = new Set(Array.from({ length: 200 }, () => /[a-z]/.test(generatePassword()[0] ?? '')))
    expect(firsts.size).toBe(2)
  })
})

describe('the word on a password', () => {
  it.each([
    ['Aa1', 'weak'],
    ['aaaaaaaaaaaaaaaa', 'weak'],
    ['Aa1Aa1Aa1', 'weak'],
    ['Secret12', 'fair'],
    ['Correct-Horse-7', 'strong'],
  ] as const)('%s is %s', (password, strength) => {
    expect(passwordStrength(password)).toBe(strength)
  })
})
