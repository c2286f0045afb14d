import { useNavigate, useSearch } from "@tanstack/react-router";

import { AuditList } from "@/components/audit-list";
import { Filter } from "@/components/filter";
import { ListBoundary } from "@/components/list-boundary";
import { PageTitle } from "@/shell/page-title";

import { auditTableNames, auditTables, words } from "./words";

export function AuditPage() {
  const { table } = useSearch({ from: "/_app/admin/audit" });
  const navigate = useNavigate({ from: "/admin/audit" });
  return (
    <div className="grid max-w-4xl grid-cols-1 gap-6">
      <PageTitle title={words.audit}>{words.auditText}</PageTitle>
      <Filter
        label={words.auditTable}
        all={words.allTables}
        values={auditTableNames}
        names={auditTables}
        value={table}
        onChange={(next) =>
          void navigate({ search: next === undefined ? {} : { table: next }, replace: true })
        }
      />
      <ListBoundary resetKey={table ?? ""}>
        <AuditList {...(table !== undefined && { table })} />
      </ListBoundary>
    </div>
  );
}
