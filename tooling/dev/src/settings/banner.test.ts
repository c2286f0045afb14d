import { expect, test } from "vitest";

import { banner } from "./banner.ts";

test("the block names every address and every account with its password, in columns", () => {
  const text = banner(
    "Acme",
    {
      web: "http://localhost:5173",
      backend: "http://127.0.0.1:3210",
      site: "http://127.0.0.1:3211",
    },
    [{ email: "ada@example.com", password: "secret", role: "admin" }],
  );
  expect(text.split("\n")).toEqual([
    "",
    "  Acme is up. Ctrl-C stops everything.",
    "",
    "  Web app        http://localhost:5173",
    "  Backend        http://127.0.0.1:3210",
    "  HTTP actions   http://127.0.0.1:3211",
    "  Demo admin     ada@example.com  password secret",
    "",
  ]);
});
