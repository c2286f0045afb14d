// Sets text of our own into a file as that file is written.
import { parseSync } from "oxc-parser";
import type { Style } from "./source.ts";

/**
 * Sets a text at a depth, in the file's own steps and line ends.
 * @param text lines from column 0, in steps of two spaces, with "\n"
 * @param indent white space that its lines get, all but the first
 * @param style how the file is written
 * @param wrap makes a module of the text, so that the inner lines of templates are distinguished from code
 */
export function setIn(
  text: string,
  indent: string,
  style: Pick<Style, "eol" | "unit">,
  wrap: (text: string) => string = (text) => text,
): string {
  const verbatim = linesInTemplates(text, wrap);
  return text
    .split("\n")
    .map((line, index) => {
      if (verbatim.has(index)) return line;
      const [, steps = "", rest = ""] = /^((?: {2})*)(.*)$/s.exec(line)!;
      if (rest === "") return "";
      return (index === 0 ? "" : indent) + style.unit.repeat(steps.length / 2) + rest;
    })
    .join(style.eol);
}

/**
 * Takes a text out of a file, back to column 0 and "\n". The opposite of `setIn`, but for its steps.
 * @param text the text as it stands in the file
 * @param indent the indentation of the line that it starts on
 * @param wrap makes a module of the text, as for `setIn`
 */
export function setOut(
  text: string,
  indent: string,
  wrap: (text: string) => string = (text) => text,
): string {
  const verbatim = linesInTemplates(text, wrap);
  return text
    .split(/\r?\n/)
    .map((line, index) => {
      const isSetIn = line.startsWith(indent) && !verbatim.has(index);
      return isSetIn ? line.slice(indent.length) : line;
    })
    .join("\n");
}

/** The numbers of the lines, from 0, that start inside a template literal. */
function linesInTemplates(text: string, wrap: (text: string) => string): Set<number> {
  const lines = new Set<number>();
  if (!text.includes("`")) return lines;
  const module = wrap(text);
  const first = module.slice(0, module.indexOf(text)).split("\n").length - 1;
  const lineOf = (offset: number) => module.slice(0, offset).split("\n").length - 1 - first;
  const { program } = parseSync("fragment.tsx", module);
  JSON.stringify(program, (_key, value) => {
    if (value?.type === "TemplateElement") {
      for (let line = lineOf(value.start) + 1; line <= lineOf(value.end); line++) lines.add(line);
    }
    return typeof value === "bigint" ? String(value) : value;
  });
  return lines;
}
