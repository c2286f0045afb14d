// Every word that the components of this folder show, so that another language is another file.
export const words = {
  rows: "Rows",
  bytes: "Size",
  of: (used: string, limit: string) => `${used} of ${limit}`,
  useOf: (table: string, unit: string) => `${table}: ${unit}`,
  nearlyFull: "Nearly full",
  full: "Full",
  noneFull: "Nothing is near its limit.",
  someNearlyFull: (tables: string) => `Nearly full: ${tables}.`,
  someFull: (tables: string) =>
    `Full: ${tables}. Remove something, or ask an admin for a higher limit.`,
  nothingStored: "Nothing is stored yet.",
};
