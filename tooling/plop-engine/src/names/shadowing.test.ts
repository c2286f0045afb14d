import { expect, test } from "vitest";
import { isShadowed } from "./shadowing.ts";

const shadows = (text: string, path = "a.ts") =>
  isShadowed({ path, text }, "toast", "@repo/toasts");

test.each([
  ["a parameter", `import { toast } from "x"; export const f = (toast: string) => toast;`],
  ["a part of one", `import { toast } from "x"; function f({ a: [toast] }: X) {}`],
  ["a variable inside", `import { toast } from "x"; function f() { const toast = 1; }`],
])("%s hides an import of its name", (_what, text) => {
  expect(shadows(text)).toBe(true);
  expect(shadows(text.replace("{ toast }", "{ bread }"))).toBe(false);
  expect(shadows(text.replace('"x"', '"@repo/toasts"'))).toBe(false);
  expect(shadows(text, "a.md")).toBe(false);
});

test("a name that is declared twice is found", () => {
  expect(shadows(`import { toast } from "x"; import { toast } from "@repo/toasts";`)).toBe(true);
});

test("an import alone hides nothing", () => {
  const text = `import { toast } from "x"; export const f = () => toast.error({ toast: 1 });`;
  expect(shadows(text)).toBe(false);
});
