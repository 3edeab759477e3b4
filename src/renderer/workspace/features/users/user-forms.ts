import { defineStore } from 'pinia'
import { setupRecordForms } from '../../records/record-forms'
import { USER_RECORD } from './user-rules'
import { useUserValues } from './use-user-values'

/** The user forms of this window. */
export const useUserForms = defineStore('user-forms', () => setupRecordForms(USER_RECORD, useUserValues()))
