import type { PublicNote } from "@repo/validators/notes";
import { Pencil, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";

import { errorSentence } from "../error-sentences.ts";
import { Button } from "../ui/button.tsx";
import { classNames } from "../ui/class-names.ts";
import { ConfirmDialog } from "../ui/dialog.tsx";
import { EditNoteDialog } from "./edit-note-dialog.tsx";
import { isTemporary, useRemoveNote } from "./note-mutations.ts";

const dateFormat = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** One note of the list, with what can be done to it. */
export function NoteItem({ note }: { note: PublicNote }) {
  const [openDialog, setOpenDialog] = useState<"edit" | "remove" | null>(null);
  const remove = useRemoveNote();
  const isSaving = isTemporary(note);
  const close = () => setOpenDialog(null);

  const removeNow = () => {
    remove({ id: note._id }).catch((error: unknown) => {
      toast.error("The note was not removed.", { description: errorSentence(error) });
    });
  };

  return (
    <li
      className={classNames(
        "group grid gap-2 rounded-2xl border border-line bg-surface p-4 shadow-card transition-opacity sm:p-5",
        isSaving && "opacity-70",
      )}
    >
      <div className="flex items-start justify-between gap-3">
        <h2 className="min-w-0 pt-1 font-semibold wrap-anywhere">{note.title}</h2>
        <div className="-mt-1 -mr-2 flex shrink-0">
          <Button
            variant="quiet"
            size="icon"
            disabled={isSaving}
            aria-label={`Edit ${note.title}`}
            onClick={() => setOpenDialog("edit")}
          >
            <Pencil aria-hidden />
          </Button>
          <Button
            variant="quiet"
            size="icon"
            disabled={isSaving}
            aria-label={`Remove ${note.title}`}
            onClick={() => setOpenDialog("remove")}
          >
            <Trash2 aria-hidden />
          </Button>
        </div>
      </div>
      {note.body && <p className="wrap-anywhere whitespace-pre-wrap">{note.body}</p>}
      <p className="text-sm text-muted">
        {isSaving ? "Saving…" : dateFormat.format(note._creationTime)}
      </p>
      {openDialog === "edit" && <EditNoteDialog note={note} onClose={close} />}
      <ConfirmDialog
        title="Remove this note?"
        description={`“${note.title}” will be gone for good.`}
        confirmLabel="Remove"
        isOpen={openDialog === "remove"}
        onCancel={close}
        onConfirm={removeNow}
      />
    </li>
  );
}
