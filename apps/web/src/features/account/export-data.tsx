import { api } from "@repo/backend/_generated/api";
import type { ExportPosition } from "@repo/validators/accounts/exports";
// eslint-disable-next-line @typescript-eslint/no-restricted-imports -- it reads more than one query may
import { useAction } from "convex/react";
import { Download } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";

import { PendingButton } from "@/components/pending-button";
import { errorSentence } from "@/lib/error-sentences";

import { words } from "./words";

type Rows = Record<string, unknown[]>;

export function ExportData() {
  const exportPart = useAction(api.users.exportData);
  const [isPending, setIsPending] = useState(false);
  const start = async () => {
    setIsPending(true);
    try {
      const all: Rows = {};
      for (let from: ExportPosition | null | undefined; from !== null;) {
        const { json, next } = await exportPart({ from });
        for (const [table, rows] of Object.entries(JSON.parse(json) as Rows)) {
          all[table] = [...(all[table] ?? []), ...rows];
        }
        from = next;
      }
      save(JSON.stringify(all, null, 2));
      toast.success(words.exported);
    } catch (error) {
      toast.error(words.notExported, { description: errorSentence(error) });
    }
    setIsPending(false);
  };
  return (
    <div className="grid justify-items-start gap-4">
      <p className="text-sm text-muted-foreground">{words.dataText}</p>
      <PendingButton variant="outline" isPending={isPending} onClick={() => void start()}>
        {!isPending && <Download aria-hidden />}
        {words.exportData}
      </PendingButton>
    </div>
  );
}

function save(json: string): void {
  const href = URL.createObjectURL(new Blob([json], { type: "application/json" }));
  Object.assign(document.createElement("a"), { href, download: words.exportFile }).click();
  URL.revokeObjectURL(href);
}
