// One row of a list: its title, what can be done to it, what else is known, and since when it is there.
import { Pencil, Trash2 } from "lucide-react";
import type { ReactNode } from "react";

import { Button } from "@/components/ui/button";
import { cn } from "@/lib/utils";
import { momentText } from "@/components/facts";

import { words } from "./words";

/** A button is shown only for what can be done; none works while the row is on its way to the server. */
export function ItemCard({
  title,
  createdAt,
  isSaving,
  onEdit,
  onRemove,
  children,
}: {
  title: string;
  /** Milliseconds since 1970. */
  createdAt: number;
  isSaving: boolean;
  onEdit?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
  children?: ReactNode;
}) {
  return (
    <li
      // Takes the focus when the row before it is removed.
      tabIndex={-1}
      className={cn(
        "group grid gap-2 rounded-2xl border border-border bg-card p-4 shadow-sm transition-opacity sm:p-5",
        isSaving && "opacity-70",
      )}
    >
      <div className="flex items-start justify-between gap-3">
        <h2 className="min-w-0 pt-1 font-semibold wrap-anywhere">{title}</h2>
        <div className="-mt-1 -mr-2 flex shrink-0">
          {onEdit && (
            <Button
              variant="ghost"
              size="icon"
              disabled={isSaving}
              aria-label={words.edit(title)}
              onClick={onEdit}
            >
              <Pencil aria-hidden />
            </Button>
          )}
          {onRemove && (
            <Button
              variant="ghost"
              size="icon"
              disabled={isSaving}
              aria-label={words.remove(title)}
              onClick={onRemove}
            >
              <Trash2 aria-hidden />
            </Button>
          )}
        </div>
      </div>
      {children}
      <p className="text-sm text-muted-foreground">
        {isSaving ? words.saving : momentText(createdAt)}
      </p>
    </li>
  );
}
