import type { Step } from './step'
import { adminDay } from './steps/admin-day'
import { accessToken } from './steps/access-token'
import { bothTokens } from './steps/both-tokens'
import { killed } from './steps/killed'
import { network } from './steps/network'
import { offline } from './steps/offline'
import { signingIn } from './steps/signing-in'

/** The life of one edit, from the first start to the last save, a morning of work without a network, and the day of an administrator. Each step stands on what those before it left. */
export const STORY: ReadonlyArray<Step> = [...signingIn, ...accessToken, ...bothTokens, ...killed, ...network, ...offline, ...adminDay]
