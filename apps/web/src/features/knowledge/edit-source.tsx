// Changing a source that is open: its title, its text, or the file that it comes from.
import { api } from "@repo/backend/_generated/api";
import {
  source as sourceShape,
  sourceText,
  textKinds,
  type PublicSource,
} from "@repo/validators/knowledge/sources";
import { useMutation } from "convex/react";
import { toast } from "sonner";
import { z } from "zod";

import { TextareaField, TextField } from "@/components/form/fields";
import { useEditForm } from "@/components/form/use-zod-form";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { FileDrop } from "@/components/uploads/file-drop";
import { UploadList } from "@/components/uploads/upload-list";
import { useUploads } from "@/components/uploads/use-uploads";

import { pageTypes, useSendPage } from "./source-files";
import { words } from "./words";

const shape = z.object({ title: sourceShape.shape.title, text: sourceText });

/** `text` is the text in use. `onDone` runs when the source is changed, and when nothing is to be. */
export function EditSource({
  source,
  text,
  onDone,
}: {
  source: PublicSource;
  text: string;
  onDone: () => void;
}) {
  const { _id: id, title } = source;
  const rename = useMutation(api.sources.rename);
  const replaceText = useMutation(api.sources.replaceText);
  // What was read of a PDF or a page is Markdown.
  const kind = textKinds.find((each) => each === source.kind && each !== "html") ?? "markdown";
  const form = useEditForm({
    shape,
    initial: { title, text },
    update: async (changes) => {
      if (changes.title !== undefined) await rename({ id, title: changes.title });
      if (changes.text !== undefined) await replaceText({ id, kind, text: changes.text });
      toast.success(words.changed);
    },
    onDone,
    refused: words.notChanged,
  });
  return (
    <div className="grid gap-6">
      <form onSubmit={form.submit} noValidate className="grid gap-4">
        <TextField form={form} name="title" label={words.fields.title} autoFocus />
        <TextareaField
          form={form}
          name="text"
          label={words.fields.text}
          hint={kind === source.kind ? undefined : words.textAsRead}
        />
        <div className="flex gap-2">
          <PendingButton type="submit" isPending={form.isPending}>
            {words.save}
          </PendingButton>
          <Button variant="outline" onClick={onDone}>
            {words.cancel}
          </Button>
        </div>
      </form>
      <ReplaceFile source={source} onDone={onDone} />
    </div>
  );
}

function ReplaceFile({ source, onDone }: { source: PublicSource; onDone: () => void }) {
  const sendPage = useSendPage();
  const replaceFile = useMutation(api.sources.replaceFile);
  const { uploads, add, cancel, retry } = useUploads(async (file, options) => {
    await replaceFile({ id: source._id, fileId: await sendPage(file, options) });
    toast.success(words.changed);
    onDone();
  });
  return (
    <div className="grid gap-3">
      {/* One file replaces it: while it is on its way there is nothing to choose. */}
      {uploads.length === 0 && (
        <FileDrop
          title={words.dropReplacement}
          choose={words.chooseReplacement}
          hint={words.pageLimits}
          accept={pageTypes}
          testId="replacement-input"
          onFiles={(files) => add(files.slice(0, 1))}
        />
      )}
      <UploadList uploads={uploads} onCancel={cancel} onRetry={retry} />
    </div>
  );
}
