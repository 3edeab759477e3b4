import type { Area, Person } from './person'

/** The bar of a form's draft: at the bottom of the drawer on the right. */
const DRAFT_BAR: Area = { left: 0.7, top: 0.85, width: 0.3, height: 0.1 }

/** What the program says on top of a page. */
const BANNER: Area = { top: 0.03, height: 0.22 }

/** The four truths at the window's foot: that of pending changes stands there once the program can be worked with. */
const STATUS_BAR: Area = { top: 0.95, height: 0.05 }

/** Signs in to the demo data, as its own window says one may, and waits for the first page. */
export async function signIn(person: Person): Promise<void> {
  await person.turnTo(/^Sign in$/)
  await person.untilSeen(/User name/)
  await person.type('admin')
  await person.press('Tab')
  await person.type('admin')
  await person.press('Return')
  await arrive(person)
}

/** Waits for the first page, as somebody who is signed in still. */
export async function arrive(person: Person): Promise<void> {
  await person.turnTo(/^Users .*Holdfast$/)
  await person.untilSeen(/No pending changes/, STATUS_BAR)
}

/** Begins a new user, types a name, and waits until it is kept. */
export async function draft(person: Person, name: string): Promise<void> {
  await person.press('ctrl+n')
  await person.untilSeen(/New user/)
  await person.type(name)
  await person.untilSeen(/draft saved/, DRAFT_BAR)
}

/** The draft is offered, by its name. */
export async function untilOffered(person: Person): Promise<void> {
  await person.untilSeen(/Unsaved changes in 1 form[\s\S]*typed/, BANNER)
}
