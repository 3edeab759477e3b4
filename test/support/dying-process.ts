/** An examiner that dies of whatever it is asked, as the driver does over a text that is no UTF-8. */
process.on('message', () => {
  process.abort()
})
process.send?.('ready')
