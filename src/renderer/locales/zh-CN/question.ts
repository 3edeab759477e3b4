import type { question as english } from '../en/question'

export const question: typeof english = { cancel: '取消', close: '关闭' }
