/** In the place of ajv, and of its formats, in main's bundle: electron-store makes one only where it is given a schema. */
export function Ajv2020(): never {
  throw new Error('electron-store is used without a schema here: see electron.vite.config.ts')
}

export default Ajv2020
