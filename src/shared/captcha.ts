import { z } from 'zod'

/** What a server wants to be read off a picture before it takes a password. */
export const captchaSchema = z.discriminatedUnion('kind', [
  /** This server has none, or does not answer. */
  z.object({ kind: z.literal('none') }),
  /** `image`: a data: address of a PNG, JPEG or GIF. It counts for one attempt. */
  z.object({ kind: z.literal('picture'), id: z.string(), image: z.string() }),
  /** It has one, and what it sends is no picture that can be shown. */
  z.object({ kind: z.literal('unusable') }),
])
export type Captcha = z.infer<typeof captchaSchema>

/** Why a server did not look at the password. */
export type CaptchaFault = 'required' | 'wrong' | 'expired'

/** What a person has read off the picture of this id. */
export const captchaAnswerSchema = z.object({ id: z.string().max(200), text: z.string().trim().max(100) })
export type CaptchaAnswer = z.infer<typeof captchaAnswerSchema>
