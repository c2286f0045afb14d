// Command lines as a person can paste them into bash, dash, zsh or fish.

/**
 * Writes arguments as one command line.
 * @param args the arguments as a program gets them
 * @returns the same, each quoted where a shell would read it otherwise
 */
export function commandLine(args: readonly string[]): string {
  return args.map(quote).join(" ");
}

/** zsh also reads a leading `=` and `~`; commas and colons are safe everywhere, `^` is not. */
const PLAIN = /^(?![=~])[A-Za-z0-9_./:,=@%+-]+$/;

function quote(arg: string): string {
  return PLAIN.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`;
}

/**
 * Makes every character of a text visible, so that an error can show what was typed.
 * @param text anything
 * @returns the text with control characters, marks of direction and unpaired halves as `\u{…}`
 */
export function visible(text: string): string {
  return text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
}
