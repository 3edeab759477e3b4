import type { Step } from './step'
import { accessToken } from './steps/access-token'
import { bothTokens } from './steps/both-tokens'
import { killed } from './steps/killed'
import { network } from './steps/network'
import { signingIn } from './steps/signing-in'

/** The life of one edit, from the first start to the last save. Each step stands on what those before it left. */
export const STORY: ReadonlyArray<Step> = [...signingIn, ...accessToken, ...bothTokens, ...killed, ...network]
