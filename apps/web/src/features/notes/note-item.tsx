import type { PublicNote } from "@repo/validators/notes";
import { useState } from "react";
import { toast } from "sonner";

import { ConfirmDialog } from "@/components/dialogs";
import { ItemCard } from "@/components/item-card";
import { errorSentence } from "@/lib/error-sentences";
import { isTemporary } from "@/lib/optimistic";

import { EditNoteDialog } from "./edit-note-dialog";
import { useRemoveNote } from "./note-mutations";
import { nameOfNote } from "./note-name";
import { words } from "./words";

/** One note of the list, with what can be done to it. */
export function NoteItem({ note }: { note: PublicNote }) {
  const [openDialog, setOpenDialog] = useState<"edit" | "remove" | null>(null);
  const remove = useRemoveNote();
  const close = () => setOpenDialog(null);

  const removeNow = () => {
    remove({ id: note._id }).catch((error: unknown) => {
      toast.error(words.notRemoved, { description: errorSentence(error) });
    });
  };

  return (
    <ItemCard
      title={nameOfNote(note)}
      createdAt={note._creationTime}
      isSaving={isTemporary(note)}
      onEdit={() => setOpenDialog("edit")}
      onRemove={() => setOpenDialog("remove")}
    >
      {note.body && <p className="wrap-anywhere whitespace-pre-wrap">{note.body}</p>}
      {openDialog === "edit" && <EditNoteDialog note={note} onClose={close} />}
      <ConfirmDialog
        title={words.remove}
        description={words.removeText(nameOfNote(note))}
        confirmLabel={words.removeSubmit}
        isOpen={openDialog === "remove"}
        onCancel={close}
        onConfirm={removeNow}
      />
    </ItemCard>
  );
}
