// The imports of zips: how far each is, what could not be read, and what can be done about it. Nothing without one.
import { api } from "@repo/backend/_generated/api";
import type { PublicImport } from "@repo/validators/knowledge/imports";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { useMutation, usePaginatedQuery, useQuery } from "convex/react";
import { RotateCcw, X } from "lucide-react";
import { memo, useState } from "react";

import { PagedList } from "@/components/paged-list";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";
import { failed } from "@/lib/failed";
import { changeInPages, removeFromPages } from "@/lib/optimistic";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";

import { words } from "./words";

export function Imports() {
  const { _id: teamId } = useTeam();
  const imports = usePaginatedQuery(api.imports.list, { teamId }, { initialNumItems: PAGE_SIZE });
  // Most teams have none: no skeleton for what will not come.
  if (imports.results.length === 0) return null;
  return (
    <PagedList rows={imports} label={words.imports} loading={words.loading} empty={null}>
      {(row) => <Import key={row._id} row={row} />}
    </PagedList>
  );
}

const Import = memo(function Import({ row }: { row: PublicImport }) {
  const { total, name, error } = row;
  const over = row.ready + row.failed + row.refused;
  const problems = row.failed + row.refused;
  return (
    <li tabIndex={-1} className="grid gap-2 p-3 text-sm sm:px-4">
      <div className="flex flex-wrap items-center gap-2">
        <div className="min-w-0 flex-1">
          <p className="truncate font-medium">{name}</p>
          <p role="status" className="text-xs text-muted-foreground">
            {words.importStatus(row)}
          </p>
        </div>
        <ImportActions row={row} />
      </div>
      {!row.isOver && (
        <Progress value={total ? (over / total) * 100 : null} aria-label={words.importOf(name)} />
      )}
      {error !== undefined && <p className="text-xs text-destructive">{error}</p>}
      {problems > 0 && <Problems row={row} count={problems} />}
    </li>
  );
});

function ImportActions({ row }: { row: PublicImport }) {
  const { _id: id, name } = row;
  const mayChange = useMay("imports.update");
  const mayRemove = useMay("imports.remove");
  const cancel = useMutation(api.imports.cancel).withOptimisticUpdate((store) =>
    changeInPages(store, api.imports.list, id, { status: "cancelled" }),
  );
  const retry = useMutation(api.imports.retry);
  const remove = useMutation(api.imports.remove).withOptimisticUpdate((store) =>
    removeFromPages(store, api.imports.list, id),
  );
  const isCancelled = row.status === "cancelled";
  return (
    <>
      {mayChange && row.isOver && row.failed > 0 && (
        <Button
          variant="outline"
          size="sm"
          aria-label={words.retryImport(name)}
          onClick={() => void retry({ id }).catch(failed(words.notRetriedImport))}
        >
          <RotateCcw aria-hidden />
          {words.retry}
        </Button>
      )}
      {mayChange && !row.isOver && !isCancelled && (
        <Button
          variant="outline"
          size="sm"
          aria-label={words.cancelImport(name)}
          onClick={() => void cancel({ id }).catch(failed(words.notCancelledImport))}
        >
          {words.cancel}
        </Button>
      )}
      {mayRemove && (row.isOver || isCancelled) && (
        <Button
          variant="ghost"
          size="icon"
          aria-label={words.dismissImport(name)}
          onClick={() => void remove({ id }).catch(failed(words.notDismissedImport))}
        >
          <X aria-hidden />
        </Button>
      )}
    </>
  );
}

/** Asked for when it is opened. */
function Problems({ row, count }: { row: PublicImport; count: number }) {
  const [isOpen, setIsOpen] = useState(false);
  const found = useQuery(api.imports.get, isOpen ? { id: row._id } : "skip");
  return (
    <details
      className="text-xs text-muted-foreground"
      onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
    >
      <summary className="cursor-pointer">{words.problems(count)}</summary>
      <ul aria-label={words.problems(count)} className="mt-2 grid gap-1">
        {found?.problems.map(({ name, reason }, index) => (
          <li key={index} className="wrap-anywhere">
            <span className="font-medium">{name}</span>: {reason}
          </li>
        ))}
      </ul>
    </details>
  );
}
