import type { Messages } from '@renderer/locales/en'

type Leaves<T> = {
  [Key in keyof T & string]: T[Key] extends string ? Key : `${Key}.${Leaves<T[Key]>}`
}[keyof T & string]

/** Every message key, from the English words: a misspelt key does not compile. */
export type MessageKey = Leaves<Messages>
