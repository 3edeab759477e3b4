import type { ProcessOptions } from '../support/backend/process-options'

/** A server of this family that differs from the usual one in something that the whole story must survive. */
export interface TourVariant {
  readonly quirks?: NonNullable<ProcessOptions['quirks']>
  /** `tls`: under an extra CA, with HTTP/2 offered. */
  readonly wire?: 'http' | 'tls'
}

/** `npm run tour -- --back-end=<name>`. */
export const VARIANTS: Readonly<Record<string, TourVariant>> = {
  usual: {},
  'exact-headers': { quirks: { exactHeaderNames: true } },
  tls: { wire: 'tls' },
  trimming: { quirks: { trimsText: true } },
}

const FLAG = '--back-end='

/** The variant that the arguments ask for, with what is left of them; null for a name that nobody knows. */
export function variantOf(args: readonly string[]): { readonly name: string; readonly variant: TourVariant; readonly rest: readonly string[] } | null {
  const name = args.findLast((arg) => arg.startsWith(FLAG))?.slice(FLAG.length) ?? 'usual'
  const variant = Object.hasOwn(VARIANTS, name) ? VARIANTS[name] : undefined
  return variant ? { name, variant, rest: args.filter((arg) => !arg.startsWith(FLAG)) } : null
}
