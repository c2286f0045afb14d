// The block that `pnpm dev` prints once everything is up.

import type { DemoAccount } from "./app.ts";

export interface Addresses {
  web: string;
  backend: string;
  site: string;
}

/** Lines of the block, without colours, ready to print. `accounts` may be empty. */
export function banner(
  appName: string,
  addresses: Addresses,
  accounts: readonly DemoAccount[],
): string {
  const rows: [string, string][] = [
    ["Web app", addresses.web],
    ["Backend", addresses.backend],
    ["HTTP actions", addresses.site],
    ...accounts.map(({ role, email, password }): [string, string] => [
      `Demo ${role}`,
      `${email}  password ${password}`,
    ]),
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, value]) => `  ${label.padEnd(width)}   ${value}`);
  return ["", `  ${appName} is up. Ctrl-C stops everything.`, "", ...lines, ""].join("\n");
}
