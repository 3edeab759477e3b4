/** A library that the program links, and where it is had. */
interface Library {
  readonly soname: string
  /** As in a Debian control file; since the 64-bit-time change some names end in t64. */
  readonly debian: string
}

const lib = (soname: string, debian: string): Library => ({ soname, debian })

/**
 * What the executable and its native modules link, each stated: some of it is reached by no dependency of the others (libgbm1,
 * libasound2, libdrm2), and on a bare machine the program would not load. test:package holds the list against the files.
 */
export const libraries: ReadonlyArray<Library> = [
  lib('libX11.so.6', 'libx11-6'),
  lib('libXcomposite.so.1', 'libxcomposite1'),
  lib('libXdamage.so.1', 'libxdamage1'),
  lib('libXext.so.6', 'libxext6'),
  lib('libXfixes.so.3', 'libxfixes3'),
  lib('libXrandr.so.2', 'libxrandr2'),
  lib('libasound.so.2', 'libasound2t64 | libasound2'),
  lib('libatk-1.0.so.0', 'libatk1.0-0t64 | libatk1.0-0'),
  lib('libatk-bridge-2.0.so.0', 'libatk-bridge2.0-0t64 | libatk-bridge2.0-0'),
  lib('libatspi.so.0', 'libatspi2.0-0t64 | libatspi2.0-0'),
  lib('libcairo.so.2', 'libcairo2'),
  lib('libcups.so.2', 'libcups2t64 | libcups2'),
  lib('libdbus-1.so.3', 'libdbus-1-3'),
  lib('libdrm.so.2', 'libdrm2'),
  lib('libexpat.so.1', 'libexpat1'),
  lib('libgbm.so.1', 'libgbm1'),
  lib('libgcc_s.so.1', 'libgcc-s1'),
  lib('libgio-2.0.so.0', 'libglib2.0-0t64 | libglib2.0-0'),
  lib('libglib-2.0.so.0', 'libglib2.0-0t64 | libglib2.0-0'),
  lib('libgobject-2.0.so.0', 'libglib2.0-0t64 | libglib2.0-0'),
  lib('libgtk-3.so.0', 'libgtk-3-0t64 | libgtk-3-0'),
  lib('libnspr4.so', 'libnspr4'),
  lib('libnss3.so', 'libnss3'),
  lib('libnssutil3.so', 'libnss3'),
  lib('libpango-1.0.so.0', 'libpango-1.0-0'),
  lib('libsecret-1.so.0', 'libsecret-1-0'),
  lib('libsmime3.so', 'libnss3'),
  lib('libstdc++.so.6', 'libstdc++6'),
  lib('libudev.so.1', 'libudev1'),
  lib('libxcb.so.1', 'libxcb1'),
  lib('libxkbcommon.so.0', 'libxkbcommon0'),
]

/** The C library's own names: they come with every system. The number is the oldest that has all that Electron calls. */
export const libc = { sonames: /^(?:ld-linux-[\w-]+|libc|libdl|libm|libpthread|librt)\.so\.\d$/, debian: 'libc6 (>= 2.25)' }

/** For `Depends:`. */
export function debianDepends(): readonly string[] {
  // xdg-utils opens links in the browser.
  return [...new Set([libc.debian, ...libraries.map(({ debian }) => debian), 'xdg-utils'])]
}

/** For `Requires:`: by the libraries' own names, which are the same on Fedora, RHEL and openSUSE. */
export function rpmRequires(): readonly string[] {
  return [...libraries.map(({ soname }) => `${soname}()(64bit)`), 'xdg-utils']
}
