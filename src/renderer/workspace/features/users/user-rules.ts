import '../../zod-without-eval'
import type { Fields } from '@shared/merge'
import {
  PROTECTED_USER_IDS,
  USER_PERMISSIONS,
  USER_SORT_FIELDS,
  userEditsSchema,
  userSchema,
  type User,
  type UserSortField,
} from '@shared/resources/user'

export const USER_FIELDS = ['email', 'tel', 'roleIds', 'departmentIds', 'listorder', 'status'] as const
export type UserField = (typeof USER_FIELDS)[number]

/** What is wrong with which field, as a key under `users.invalid`, or as the server's own words. */
export type FieldErrors = Readonly<Partial<Record<UserField, string>>>

export const INVALID_KEYS = ['email', 'tel', 'telLength', 'order', 'rolesRequired'] as const
export type InvalidKey = (typeof INVALID_KEYS)[number] | 'other'

/** The first fault of each edited field, by the same schema that main will apply. */
export function validateUserEdits(edits: Fields): FieldErrors {
  const parsed = userEditsSchema.safeParse(edits)
  if (parsed.success) return {}
  const errors: Partial<Record<UserField, string>> = {}
  for (const issue of parsed.error.issues) {
    const field = USER_FIELDS.find((name) => name === issue.path[0])
    if (field && !errors[field]) errors[field] = isInvalidKey(issue.message) ? issue.message : 'other'
  }
  return errors
}

export function isInvalidKey(message: string): message is InvalidKey {
  return message === 'other' || INVALID_KEYS.some((key) => key === message)
}

/** A row out of a failure's details; null when it is not a user. */
export function parseUser(value: unknown): User | null {
  const parsed = userSchema.safeParse(value)
  return parsed.success ? parsed.data : null
}

export function isProtectedUser(id: number): boolean {
  return PROTECTED_USER_IDS.includes(id)
}

export const UPDATE_PERMISSION = USER_PERMISSIONS.update

export function isSortField(field: string): field is UserSortField {
  return USER_SORT_FIELDS.some((name) => name === field)
}
