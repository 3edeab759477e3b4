/** In the place of electron-log's sender of lines to a server, in main's bundle: this log is a file, and Node's HTTP need not be read to write one. */
function noRemoteLog(): { (): void; readonly level: false } {
  return Object.assign(() => undefined, { level: false as const })
}

// What `require` gives: electron-log is CommonJS.
export { noRemoteLog as 'module.exports' }
