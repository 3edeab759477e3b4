export const question = { cancel: 'Cancel', close: 'Close' }
