/**
 * Ways in which real servers of this family differ from a well-behaved one, each of them survived by the client. All can
 * be switched while the back-end runs. Causes: the wire contract as observed on vue-php-admin under PHP 8.2, and the
 * relatives of vue-element-admin.
 */
export interface Quirks {
  /** Database columns arrive as strings ("1"), as on PHP < 8.1. Ids in trees, `role`, `dept` and `total` stay numbers. */
  numbersAsStrings: boolean
  /** A PHP warning in HTML stands before the JSON of every answer (`display_errors` of a development machine). */
  phpWarnings: boolean
  /** Deleting a role or department that does not exist, or has lost its permission row, answers `var_dump` text instead of JSON, and deletes nothing. */
  plainTextAnswers: boolean
  /** Treats a token header that did arrive as absent (a proxy strips it): 403 with 50015 on protected calls. */
  tokenRefusedWithoutHeader: boolean
  /** 50014 and 50015 come with HTTP 200, as vue-element-admin's relatives send them. */
  expiredWithHttp200: boolean
  /** Status 0 keeps nobody out: disabled users sign in and refresh, as in the original. */
  disabledMaySignIn: boolean
  /** `scopes` is not looked at: a refresh token works as an access token and the other way round, as in the original. */
  anyTokenScope: boolean
  /** A second user of the same name is accepted, as in the original. */
  duplicateNames: boolean
  /** PUT of an id that does not exist answers success and changes nothing. On by default: the original does so. */
  unknownIdSucceeds: boolean
  /** Tokens carry no `jti`: two minted in the same second from the same claims are byte-identical, as in the original. */
  noJti: boolean
  /** Every call that needs a token answers 50012, "signed in elsewhere". Sign-in and sign-out still work. */
  signedInElsewhere: boolean
  /** Database failures answer an HTML page with HTTP 500 instead of 400 with 20400, as the original does on writes. */
  htmlErrorPages: boolean
  /**
   * Tables of 3-byte utf8 without strict mode, as the original ships them: a text ends silently at the first 4-byte
   * character, and the answer is "success".
   */
  threeByteText: boolean
  /** The same tables behind another connection charset: each 4-byte character becomes `????`, one for each of its bytes. */
  threeByteMarks: boolean
  /** Spaces at the beginning and the end of every text are taken away. */
  trimsText: boolean
  /** A user whose role or department is gone is written all the same; only the links fail, and the answer is an HTML page with HTTP 500. */
  halfWorkThen500: boolean
  /**
   * Header names count in their usual case only (`Authorization`, `X-Token`, `Content-Type`): another spelling is no header at
   * all, as behind Apache with the PHP module, which hands names on as they came.
   */
  exactHeaderNames: boolean
}

export type QuirkName = keyof Quirks

export const DEFAULT_QUIRKS: Readonly<Quirks> = {
  numbersAsStrings: false,
  phpWarnings: false,
  plainTextAnswers: false,
  tokenRefusedWithoutHeader: false,
  expiredWithHttp200: false,
  disabledMaySignIn: false,
  anyTokenScope: false,
  duplicateNames: false,
  unknownIdSucceeds: true,
  noJti: false,
  signedInElsewhere: false,
  htmlErrorPages: false,
  threeByteText: false,
  threeByteMarks: false,
  trimsText: false,
  halfWorkThen500: false,
  exactHeaderNames: false,
}
