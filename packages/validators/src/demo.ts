// The accounts of a fresh development copy: seeded by the backend, printed by `pnpm dev`.
// Their passwords are public, so they exist only where demo data is switched on.
import type { Role } from "./access.ts";

export type DemoAccount = {
  name: string;
  email: string;
  password: string;
  /** One that every app has, whichever roles are added. */
  role: Extract<Role, "admin" | "member">;
};

export const demoAccounts: readonly DemoAccount[] = [
  { name: "Ada Admin", email: "admin@example.com", password: "admin-demo-1", role: "admin" },
  { name: "Max Member", email: "member@example.com", password: "member-demo-1", role: "member" },
];
