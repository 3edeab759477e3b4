import { type AddressKind, addressKind as kindOf } from '../server-address'

/** As on the page of servers, but with the scheme: this window's words ask for it. */
export function addressKind(typed: string): AddressKind {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(typed.trim()) ? kindOf(typed) : 'bad'
}
