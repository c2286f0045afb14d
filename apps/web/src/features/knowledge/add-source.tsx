import { api } from "@repo/backend/_generated/api";
import { fileLimits, mediaTypeOf } from "@repo/validators/files/files";
import { sourceTextInput, textKinds } from "@repo/validators/knowledge/sources";
import { useMutation } from "convex/react";
import { FileUp, TextCursorInput } from "lucide-react";
import { useRef, useState } from "react";
import { toast } from "sonner";

import { FormDialog } from "@/components/dialogs";
import { SelectField, TextField, TextareaField } from "@/components/form/fields";
import { useZodForm } from "@/components/form/use-zod-form";
import { PendingButton } from "@/components/pending-button";
import { Button } from "@/components/ui/button";
import { DialogFooter } from "@/components/ui/dialog";
import { useSendFile } from "@/lib/use-send-file";
import { useMe } from "@/session/session";
import { useTeam } from "@/session/teams";
import { useMay } from "@/session/use-may";

import { words } from "./words";

export function AddSource() {
  const mayAdd = useMay("sources.create", useMe()._id);
  const [isWriting, setIsWriting] = useState(false);
  if (!mayAdd) return null;
  return (
    <div className="grid gap-2">
      <div className="flex flex-wrap gap-2">
        <Button onClick={() => setIsWriting(true)}>
          <TextCursorInput aria-hidden />
          {words.addText}
        </Button>
        <AddFiles />
      </div>
      <p className="text-sm text-muted-foreground">{words.fileLimits}</p>
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

const { knowledge, import: zip } = fileLimits.purposes;
const zipTypes: readonly string[] = zip.types;
const markdownNames = /\.(md|markdown)$/i;

/** Browsers do not know the type of a Markdown file. */
function withType(file: File): File {
  const isMarkdown = file.type === "" && markdownNames.test(file.name);
  return isMarkdown ? new File([file], file.name, { type: "text/markdown" }) : file;
}

/** Sends the files that are chosen, one after the other. A zip is imported. */
function AddFiles() {
  const { _id: teamId } = useTeam();
  const input = useRef<HTMLInputElement>(null);
  const [status, setStatus] = useState<string | null>(null);
  const page = useSendFile("knowledge", knowledge);
  const archive = useSendFile("import", zip);
  const addFile = useMutation(api.sources.addFile);
  const startImport = useMutation(api.imports.start);
  const add = async (file: File) => {
    const isZip = zipTypes.includes(mediaTypeOf(file.type));
    const onProgress = (share: number) => setStatus(words.sending(file.name, share));
    onProgress(0);
    const fileId = await (isZip ? archive : page).run(file, { onProgress });
    await (isZip ? startImport({ teamId, fileId }) : addFile({ teamId, fileId }));
    toast.success(words.added(file.name));
  };
  const addAll = async (files: readonly File[]) => {
    for (const file of files) {
      await add(withType(file)).catch((error: unknown) => {
        toast.error(words.notAdded, { description: `${file.name}: ${page.sentenceOf(error)}` });
      });
    }
    setStatus(null);
  };
  return (
    <>
      <PendingButton
        variant="outline"
        isPending={status !== null}
        onClick={() => input.current?.click()}
      >
        {status === null && <FileUp aria-hidden />}
        {words.addFile}
      </PendingButton>
      <span role="status" className="self-center text-sm text-muted-foreground">
        {status}
      </span>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="knowledge-input"
        accept={[...knowledge.types, ...zip.types, ".md"].join(",")}
        onChange={({ target }) => {
          void addAll([...(target.files ?? [])]);
          target.value = "";
        }}
      />
    </>
  );
}
