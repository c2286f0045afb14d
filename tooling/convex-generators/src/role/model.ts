// A role as its fragment needs it: everything is known, nothing is wrong.
import type { DerivedRole } from "../repository/roles.ts";

export interface RoleModel {
  name: string;
  of: "app" | "team";
  rule: DerivedRole;
  /** What the user may not expect. */
  notes: string[];
}
