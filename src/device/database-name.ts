// The journal's name, for those who open it without Dexie too. public/first.js repeats it: it can import nothing.

export const databaseName = "daogang";
