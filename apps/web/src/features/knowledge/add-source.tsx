import { api } from "@repo/backend/_generated/api";
import { sourceTextInput, textKinds } from "@repo/validators/knowledge/sources";
import { useMutation } from "convex/react";
import { TextCursorInput } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";

import { FormDialog } from "@/components/dialogs";
import { SelectField, TextField, TextareaField } from "@/components/form/fields";
import { useZodForm } from "@/components/form/use-zod-form";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { FileDrop } from "@/components/uploads/file-drop";
import { UploadList } from "@/components/uploads/upload-list";
import { useUploads } from "@/components/uploads/use-uploads";
import { useMe } from "@/session/session";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";

import { isZip, pageAndZipTypes, useSendPage, useSendZip } from "./source-files";
import { words } from "./words";

export function AddSource() {
  const mayAdd = useMay("sources.create", useMe()._id);
  const [isWriting, setIsWriting] = useState(false);
  if (!mayAdd) return null;
  return (
    <div className="grid grid-cols-1 gap-3">
      <Button className="justify-self-start" onClick={() => setIsWriting(true)}>
        <TextCursorInput aria-hidden />
        {words.addText}
      </Button>
      <AddFiles />
      <FormDialog title={words.addText} isOpen={isWriting} onClose={() => setIsWriting(false)}>
        <TextForm onDone={() => setIsWriting(false)} />
      </FormDialog>
    </div>
  );
}

const textShape = sourceTextInput.omit({ teamId: true });

function TextForm({ onDone }: { onDone: () => void }) {
  const { _id: teamId } = useTeam();
  const addText = useMutation(api.sources.addText);
  const form = useZodForm({
    shape: textShape,
    initial: { title: "", kind: "markdown", text: "" },
    onSubmit: async (input) => {
      await addText({ ...input, teamId });
      toast.success(words.added(input.title));
      onDone();
    },
    refused: words.notAdded,
  });
  return (
    <form onSubmit={form.submit} noValidate className="grid gap-4">
      <TextField form={form} name="title" label={words.fields.title} autoFocus />
      <SelectField
        form={form}
        name="kind"
        label={words.fields.kind}
        options={textKinds.map((value) => ({ value, label: words.kinds[value] }))}
        isRequired
      />
      <TextareaField form={form} name="text" label={words.fields.text} />
      <DialogFooter>
        <Button variant="outline" onClick={onDone}>
          {words.cancel}
        </Button>
        <PendingButton type="submit" isPending={form.isPending}>
          {words.add}
        </PendingButton>
      </DialogFooter>
    </form>
  );
}

/** Takes pages, and zips of them, which are imported. */
function AddFiles() {
  const { _id: teamId } = useTeam();
  const sendPage = useSendPage();
  const sendZip = useSendZip();
  const addFile = useMutation(api.sources.addFile);
  const startImport = useMutation(api.imports.start);
  const { uploads, add, cancel, retry } = useUploads(async (file, options) => {
    if (isZip(file)) await startImport({ teamId, fileId: await sendZip(file, options) });
    else await addFile({ teamId, fileId: await sendPage(file, options) });
    toast.success(words.added(file.name));
  });
  return (
    <>
      <FileDrop
        title={words.drop}
        choose={words.chooseFiles}
        hint={words.fileLimits}
        accept={pageAndZipTypes}
        testId="knowledge-input"
        onFiles={add}
      />
      <UploadList uploads={uploads} onCancel={cancel} onRetry={retry} />
    </>
  );
}
