// A component in `_generated/api.d.ts`, written as the official codegen writes it: a property of the type of `components`,
// in the order in which the app mounts them.
import type { Fragment } from "@groundwork/plop-engine/plan";
import type { FragmentEditor } from "@groundwork/plop-engine/fragment-editor";
import { unsupported } from "@groundwork/plop-engine/edit/refusal";
import { parseModule } from "@groundwork/plop-engine/edit/source";

const TYPES = /^export declare const components: \{(\}|\r?\n(?:  .*\r?\n)*\});$/m;

/**
 * Makes the fragment of a component.
 * @param name what it is called in the app
 * @param from the package that it comes from
 */
export function componentTypeFragment(name: string, from: string): Fragment {
  const text = `${name}: import("${from}/_generated/component.js").ComponentApi<"${name}">;`;
  return { kind: "componentType", key: name, text };
}

export const componentTypeEditor: FragmentEditor = {
  isSame: (one, other) => one === other,
  has: (path, text, fragment) => lineOf(path, text, fragment) !== undefined,
  add: (path, text, fragment) =>
    withLines(text, [...linesIn(path, text, fragment), `  ${fragment.text}`]),
  read: (path, text, fragment) => lineOf(path, text, fragment)?.trim() ?? null,
  remove: (path, text, fragment) => {
    const line = lineOf(path, text, fragment);
    return withLines(
      text,
      linesIn(path, text, fragment).filter((one) => one !== line),
    );
  },
};

function lineOf(path: string, text: string, fragment: Fragment): string | undefined {
  return linesIn(path, text, fragment).find((line) => line.startsWith(`  ${fragment.key}:`));
}

function linesIn(path: string, text: string, fragment: Fragment): string[] {
  const found = TYPES.exec(text);
  if (found === null) {
    throw unsupported(parseModule(path, text), "there is no type of components", fragment);
  }
  return found[1]!.split(/\r?\n/).filter((line) => line.startsWith("  "));
}

function withLines(text: string, lines: readonly string[]): string {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  const inside = lines.length === 0 ? "" : eol + lines.map((line) => line + eol).join("");
  return text.replace(TYPES, () => `export declare const components: {${inside}};`);
}
