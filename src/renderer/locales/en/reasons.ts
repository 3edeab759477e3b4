/** Why an action cannot be done just now: in the native menu, and said when its keys are pressed. */
export const reasons = {
  notHere: 'Not available on this page.',
  noRecord: 'Select a record in the list first.',
  nothingToSave: 'There is nothing to save.',
  nothingToDiscard: 'There are no unsaved changes.',
  signedOut: 'Sign in first.',
  noPages: 'Sign in to see your pages.',
  noMenu: 'The menu is not available until you sign in.',
  demo: 'The demo data needs no connection.',
  dialogOpen: 'Close the open dialog first.',
}
