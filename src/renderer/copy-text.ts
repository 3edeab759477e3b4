/**
 * Puts plain text on the clipboard. Asks the modern interface first; where the permission for it is denied, a `copy`
 * event of our own does it, which needs none.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyByEvent(text)
  }
}

function copyByEvent(text: string): boolean {
  const onCopy = (event: ClipboardEvent): void => {
    event.preventDefault()
    event.clipboardData?.setData('text/plain', text)
  }
  document.addEventListener('copy', onCopy, { once: true, capture: true })
  const isDone = document.execCommand('copy')
  document.removeEventListener('copy', onCopy, true)
  return isDone
}
