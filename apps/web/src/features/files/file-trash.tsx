import { api } from "@repo/backend/_generated/api";
import { fileLimits, type PublicFile } from "@repo/validators/files/files";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { usePaginatedQuery } from "convex/react";
import { RotateCcw, Trash2 } from "lucide-react";
import { useState } from "react";

import { ConfirmDialog } from "@/components/dialogs";
import { PagedList } from "@/components/paged-list";
import { Button } from "@/components/ui/button";

import { useFileActions } from "./file-mutations";
import { words } from "./words";

/** The caller's files that can be restored, last removed first, live. */
export function FileTrash() {
  const files = usePaginatedQuery(api.files.listTrash, {}, { initialNumItems: PAGE_SIZE });
  return (
    <div className="grid grid-cols-1 gap-3">
      <p className="text-sm text-muted-foreground">{words.trashHint(fileLimits.trashDays)}</p>
      <PagedList
        rows={files}
        label={words.tabs.trash}
        loading={words.loading}
        empty={words.emptyTrash}
      >
        {(file) => <TrashedFile key={file._id} file={file} />}
      </PagedList>
    </div>
  );
}

function TrashedFile({ file }: { file: PublicFile }) {
  const { restore, remove } = useFileActions();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <li tabIndex={-1} className="flex flex-wrap items-center gap-3 p-3 sm:px-4">
      <div className="min-w-0 flex-1">
        <p className="truncate text-sm font-medium">{file.name}</p>
        <p className="text-xs text-muted-foreground">{words.size(file.size ?? 0)}</p>
      </div>
      <Button
        variant="outline"
        size="sm"
        aria-label={words.restoreOf(file.name)}
        onClick={() => restore(file)}
      >
        <RotateCcw aria-hidden />
        {words.restore}
      </Button>
      <Button
        variant="ghost"
        size="icon"
        aria-label={words.removeForGoodOf(file.name)}
        onClick={() => setIsAsking(true)}
      >
        <Trash2 aria-hidden />
      </Button>
      <ConfirmDialog
        title={words.removeTitle(file.name)}
        description={words.removeText}
        confirmLabel={words.removeForGood}
        isOpen={isAsking}
        onCancel={() => setIsAsking(false)}
        onConfirm={() => remove(file)}
      />
    </li>
  );
}
