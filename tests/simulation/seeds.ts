// Seeds that once broke a promise, with what was wrong: they are simulated by every `npm test`. What a seed does changes when the simulation
// draws otherwise; then the reason stays, and the test beside it that tells the same without a simulation.

export const committedSeeds: readonly { readonly seed: number; readonly why: string }[] = [
  { seed: 2, why: "after a rollback nobody asked a copied device for the events that its twin's head hid (X7, SY20 forgottenAbove)" },
  { seed: 72, why: "收队 named somebody who had been taken off meanwhile, and was not folded for them (R10a)" },
];
