// Files: sending one from a form, and a link to one that is there.
import { fieldLimits, type PublicFile } from "@repo/validators/fields";
import { useMutation } from "convex/react";
import type { FunctionReference } from "convex/server";
import { Paperclip } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { errorSentence } from "../error-sentences.ts";
import type { FieldProps } from "./form-fields.tsx";
import { Field } from "./field.tsx";
import { Input } from "./input.tsx";

/** Sends what is chosen at once, and keeps the ids: one to a line. An empty one leaves things as they are. */
export function FileField<Name extends string>({
  form,
  name,
  label,
  hint,
  upload,
  multiple = false,
  autoFocus,
}: FieldProps<Name> & {
  /** Answers where to send a file. */
  upload: FunctionReference<"mutation", "public", Record<string, never>, string>;
  multiple?: boolean;
}) {
  const askWhere = useMutation(upload);
  const [state, setState] = useState<{ isSending: boolean; failure: string | null }>({
    isSending: false,
    failure: null,
  });
  const { value, onChange, ...registered } = form.register(name);
  const ref = useRef<HTMLInputElement>(null);
  // What is chosen is the browser's to say; all we can do is forget it when the form starts over.
  useEffect(() => {
    if (value === "" && ref.current) ref.current.value = "";
  }, [value]);

  const sendAll = async (files: readonly File[]) => {
    setState({ isSending: true, failure: null });
    try {
      const ids = await Promise.all(
        files.map(async (file) => await send(await askWhere({}), file)),
      );
      onChange({ target: { value: ids.join("\n") } });
      setState({ isSending: false, failure: null });
    } catch (error) {
      onChange({ target: { value: "" } });
      setState({ isSending: false, failure: errorSentence(error) });
    }
  };
  const count = value === "" ? 0 : value.split("\n").length;
  const sent = count === 1 ? "One file is ready." : `${count} files are ready.`;
  return (
    <Field
      label={label}
      hint={state.isSending ? "Sending…" : count > 0 ? sent : hint}
      error={state.failure ?? form.errors[name]}
    >
      {(control) => (
        <Input
          {...control}
          {...registered}
          ref={ref}
          type="file"
          className="py-1.5"
          accept={fieldLimits.file.types.join(",")}
          multiple={multiple}
          autoFocus={autoFocus}
          onChange={({ target }) => void sendAll([...(target.files ?? [])])}
        />
      )}
    </Field>
  );
}

async function send(url: string, file: File): Promise<string> {
  const answer = await fetch(url, {
    method: "POST",
    headers: { "Content-Type": file.type },
    body: file,
  });
  if (!answer.ok) throw new Error(`The file was refused with ${answer.status}.`);
  const { storageId } = (await answer.json()) as { storageId: string };
  return storageId;
}

/** What stands for a file that is on its way to the server. */
export const pendingFile: PublicFile = { url: null, contentType: null, size: 0 };

/** Opens a file in a window of its own; a dash for one that is not there. */
export function FileLink({ file }: { file: PublicFile }) {
  if (file.url === null) return <span className="text-muted">–</span>;
  return (
    <a
      href={file.url}
      target="_blank"
      rel="noreferrer"
      className="mr-3 inline-flex items-center gap-1 text-accent underline-offset-2 hover:underline [&_svg]:size-4"
    >
      <Paperclip aria-hidden />
      {file.contentType ?? "file"}, {Math.max(1, Math.round(file.size / 1000)).toLocaleString("en")}{" "}
      kB
    </a>
  );
}
