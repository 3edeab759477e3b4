import type { Area, Person } from './person'

/** The bar of a form's draft: at the bottom of the drawer on the right. */
export const DRAFT_BAR: Area = { left: 0.7, top: 0.85, width: 0.3, height: 0.1 }

/** What the program says on top of a page. */
export const BANNER: Area = { top: 0.03, height: 0.22 }

/** Signs in to the demo data, as its own window says one may, and waits for the first page. */
export async function signIn(person: Person): Promise<void> {
  await person.turnTo(/^Sign in$/)
  await person.untilSeen(/User name/)
  await person.type('admin')
  await person.press('Tab')
  await person.type('admin')
  await person.press('Return')
  await person.turnTo(/^Users .*Holdfast$/)
}
