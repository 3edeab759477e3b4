/** Letters and digits that are not taken for one another when read out or typed off a screen. */
const parts = { lower: 'abcdefghijkmnpqrstuvwxyz', upper: 'ABCDEFGHJKLMNPQRSTUVWXYZ', digit: '23456789', sign: '-_.+' } as const
const all = Object.values(parts).join('')
const length = 16

type Random = (below: number) => number

/** A number from 0, each as likely as the other: what does not divide evenly is drawn again. */
function drawBelow(below: number): number {
  const limit = Math.floor(0x1_0000_0000 / below) * below
  for (;;) {
    const [drawn = limit] = crypto.getRandomValues(new Uint32Array(1))
    if (drawn < limit) return drawn % below
  }
}

/** A password of 16 characters that meets the server's rule: lower and upper case, a digit, no blank. */
export function generatePassword(random: Random = drawBelow): string {
  const from = (letters: string): string => letters[random(letters.length)] ?? ''
  const drawn = [from(parts.lower), from(parts.upper), from(parts.digit)]
  while (drawn.length < length) drawn.push(from(all))
  for (let at = drawn.length - 1; at > 0; at--) {
    const other = random(at + 1)
    const held = drawn[at] ?? ''
    drawn[at] = drawn[other] ?? ''
    drawn[other] = held
  }
  return drawn.join('')
}

export type PasswordStrength = 'weak' | 'fair' | 'strong'

/**
 * A rough word on a password that meets the rule: by its length, the kinds of its characters and whether they repeat. It
 * knows no dictionary, so it never calls a short one strong.
 */
export function passwordStrength(password: string): PasswordStrength {
  const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^\da-zA-Z]/].filter((kind) => kind.test(password)).length
  const variety = new Set(password).size
  if (password.length < 8 || variety < 5 || kinds < 3) return 'weak'
  return password.length >= 12 && variety >= 9 ? 'strong' : 'fair'
}
