// Values as code, for the facts that templates name.

/** A text as code. */
export function quoted(text: string): string {
  return JSON.stringify(text);
}

/** A number as code: thousands are separated from five digits on. */
export function numeral(value: number): string {
  const [whole = "", fraction] = String(value).split(".");
  if (!/^-?\d+$/.test(whole)) return String(value);
  const grouped =
    whole.replace("-", "").length > 4 ? whole.replace(/\B(?=(\d{3})+$)/g, "_") : whole;
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}
