// What the address says about the page of the audit log.
import { oneOf, searchParams, shortText } from "@/lib/search-params";

import { auditTableNames } from "./words";

export const readAuditSearch = searchParams({
  table: oneOf(auditTableNames),
  /** The person who did it. */
  person: shortText,
  /** The row that it happened to, of the table. */
  row: shortText,
});
export type AuditSearch = ReturnType<typeof readAuditSearch>;
