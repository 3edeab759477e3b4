import type { Locale } from '@shared/views'
import { english } from './en'
import { chinese } from './zh-CN'

/** The steps of the story, in their order. */
export const STEP_IDS = [
  'start',
  'sign-in',
  'type',
  'access-expires',
  'save-renewed',
  'type-again',
  'both-expire',
  'save-suspended',
  'goes-through',
  'type-more',
  'kill',
  'start-again',
  'restore',
  'save-restored',
  'cut-network',
  'save-offline',
  'network-back',
  'offline-edits',
  'offline-create',
  'offline-delete',
  'offline-killed',
  'offline-conflict',
  'offline-settled',
  'day-department',
  'day-role',
  'day-user',
  'day-access',
  'day-password',
  'day-log',
  'day-offline',
  'day-sent',
] as const
export type StepId = (typeof STEP_IDS)[number]

/** The pictures, each a file of this name with `.png`. `failed` is there only after a step that did not hold. */
export const PICTURE_NAMES = [
  '01-sign-in',
  '02-users',
  '03-typed',
  '04-saved-after-renewal',
  '05-sign-in-over-form',
  '06-saved-after-sign-in',
  '07-before-the-kill',
  '08-started-again',
  '09-draft-offered',
  '10-draft-restored',
  '11-no-network',
  '12-sent-by-itself',
  '13-edited-offline',
  '14-made-offline',
  '15-still-queued',
  '16-conflict',
  '17-settled',
  '18-new-department',
  '19-grants-reviewed',
  '20-what-she-may-do',
  '21-password-changed',
  '22-log-read',
  '23-day-without-network',
  '24-day-sent',
  'failed',
] as const
export type PictureName = (typeof PICTURE_NAMES)[number]

export const EVIDENCE_KEYS = [
  'usersOnServer',
  'signInWindow',
  'askedByItself',
  'listShown',
  'usersInList',
  'signIns',
  'keychain',
  'draftBar',
  'phoneInForm',
  'emailInForm',
  'phoneOnServer',
  'phoneOnServerStill',
  'emailOnServer',
  'emailOnServerStill',
  'puts',
  'refreshes',
  'refreshesRefused',
  'staleAnswers',
  'wire',
  'isModal',
  'isParentEnabled',
  'nameFilledIn',
  'reason',
  'sessionBar',
  'endedBy',
  'draftLine',
  'offer',
  'serverReachable',
  'connection',
  'told',
  'draftsLeft',
  'waiting',
  'queuedEntries',
  'deletedOnServer',
  'madeOnServer',
  'review',
  'granted',
  'may',
  'mayNot',
  'oldPassword',
  'newPassword',
  'maskedInLog',
  'secretsInLog',
  'grantsOnServer',
] as const
export type EvidenceKey = (typeof EVIDENCE_KEYS)[number]

/** What a transcript says, and what the steps look for on the screen, in one language. */
export interface TourWords {
  /** The name of the server in this tour's pictures. */
  readonly serverName: string
  readonly title: string
  readonly intro: (facts: { readonly electron: string; readonly theme: 'light' | 'dark'; readonly users: string }) => string
  readonly result: (facts: { readonly held: number; readonly all: number; readonly seconds: string }) => string
  readonly measured: string
  readonly value: string
  readonly reason: string
  readonly notReached: string
  readonly composed: string
  readonly yes: string
  readonly no: string
  readonly nothing: string
  readonly expected: (value: string) => string
  readonly onScreen: { readonly online: string; readonly offline: string; readonly protected: string }
  /** The states of the draft bar. */
  readonly states: Readonly<Record<string, string>>
  readonly steps: Readonly<Record<StepId, string>>
  readonly evidence: Readonly<Record<EvidenceKey, string>>
  readonly pictures: Readonly<Record<PictureName, string>>
}

export function wordsFor(locale: Locale): TourWords {
  return locale === 'en' ? english : chinese
}
