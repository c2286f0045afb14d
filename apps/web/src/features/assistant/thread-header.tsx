import { api } from "@repo/backend/_generated/api";
import { threadTitle, type PublicThread } from "@repo/validators/assistant/threads";
import { Link } from "@tanstack/react-router";
import { useMutation } from "convex/react";
import { ArrowLeft, Pencil } from "lucide-react";
import { useState } from "react";
import { z } from "zod";

import { FormDialog } from "@/components/dialogs";
import { TextField } from "@/components/form/fields";
import { useEditForm } from "@/components/form/use-zod-form";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { useMyTeams } from "@/session/teams";
import { PageTitle } from "@/shell/page-title";

import { words } from "./words";

/** The title of a conversation, the team that it is about, and the way back to the others on a phone. */
export function ThreadHeader({ thread }: { thread: PublicThread }) {
  const [isRenaming, setIsRenaming] = useState(false);
  const team = useMyTeams()?.find(({ _id }) => _id === thread.teamId);
  return (
    <div className="grid gap-2">
      <Link
        to="/assistant"
        className="inline-flex w-fit items-center gap-1.5 text-sm text-muted-foreground hover:text-foreground md:hidden"
      >
        <ArrowLeft aria-hidden className="size-4" />
        {words.back}
      </Link>
      <div className="flex items-start justify-between gap-2">
        <PageTitle title={thread.title}>{team && words.about(team.name)}</PageTitle>
        <Button
          variant="ghost"
          size="icon"
          aria-label={words.rename}
          onClick={() => setIsRenaming(true)}
        >
          <Pencil aria-hidden />
        </Button>
      </div>
      <FormDialog title={words.rename} isOpen={isRenaming} onClose={() => setIsRenaming(false)}>
        <RenameForm thread={thread} onDone={() => setIsRenaming(false)} />
      </FormDialog>
    </div>
  );
}

const shape = z.object({ title: threadTitle });

function RenameForm({ thread, onDone }: { thread: PublicThread; onDone: () => void }) {
  const rename = useMutation(api.threads.rename);
  const { _id: id, title } = thread;
  const form = useEditForm({
    shape,
    initial: { title },
    update: (changes) => rename({ id, title, ...changes }),
    onDone,
    refused: words.notRenamed,
  });
  return (
    <form onSubmit={form.submit} noValidate className="grid gap-4">
      <TextField form={form} name="title" label={words.threadTitle} autoFocus />
      <DialogFooter>
        <Button variant="outline" onClick={onDone}>
          {words.cancel}
        </Button>
        <PendingButton type="submit" isPending={form.isPending}>
          {words.rename}
        </PendingButton>
      </DialogFooter>
    </form>
  );
}
