// How the tests of a function call it.
import type { Field } from "../fields/field.ts";
import type { Cast } from "./cast.ts";
import type { FunctionModel } from "./model.ts";

export const WIDTH = 100;

/** A function and who plays in its tests. */
export interface Testing {
  model: FunctionModel;
  cast: Cast;
}

/** Arguments that a call cannot leave out. */
export function required({ args }: FunctionModel): Field[] {
  return args.filter((field) => !field.isOptional && field.default === null);
}

/** Whether a call has arguments that the block keeps as `args`. */
export function hasInput(model: FunctionModel): boolean {
  return required(model).length > 0 || model.returns.kind === "page";
}

/** Whether it is called as nobody. */
export function isOpen({ isInternal, access }: FunctionModel): boolean {
  return isInternal || access.kind === "public";
}

export function referenceOf({ isInternal, module, name }: FunctionModel): string {
  return [isInternal ? "internal" : "api", ...module.split("/"), name].join(".");
}

/** A call, on one line where it fits. */
export function callText(
  model: FunctionModel,
  lead: string,
  caller: string,
  args?: string,
): string[] {
  const given = args ?? (hasInput(model) ? "args" : "{}");
  const head = `${lead}${caller}.${model.call}(`;
  const line = `${head}${referenceOf(model)}, ${given});`;
  if (line.length + 2 <= WIDTH) return [line];
  const indent = /^ */.exec(lead)![0];
  return [head, `${indent}  ${referenceOf(model)},`, `${indent}  ${given},`, `${indent});`];
}

/** Who calls it, where nothing else is said. */
export function callerOf({ model, cast }: Testing): string {
  return isOpen(model) ? "app" : cast.caller;
}

/** A test of a call that is refused. */
export function refusal(
  model: FunctionModel,
  title: string,
  { caller, code, before = [] }: { caller: string; code: string; before?: string[] },
): string[] {
  return [
    `test(${JSON.stringify(title)}, async () => {`,
    ...before.map((line) => `  ${line}`),
    ...callText(model, "  const refused = ", caller),
    `  await expect(refused).rejects.toMatchObject({ data: { code: "${code}" } });`,
    "});",
  ];
}
