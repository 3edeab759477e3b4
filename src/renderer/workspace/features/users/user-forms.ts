import { defineStore } from 'pinia'
import { setupRecordForms } from '../../records/record-forms'
import { useRecordWords } from '../../records/use-record-words'
import { USER_RECORD } from './user-rules'

/** The user forms of this window. */
export const useUserForms = defineStore('user-forms', () => setupRecordForms(USER_RECORD, useRecordWords().of('users')))
