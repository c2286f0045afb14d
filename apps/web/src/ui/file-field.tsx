// Files: sending one from a form, and a link to one that is there.
import { fieldLimits, type PublicFile } from "@repo/validators/fields";
import { useMutation } from "convex/react";
import type { FunctionReference } from "convex/server";
import { Paperclip, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { Button } from "./button.tsx";
import { Field } from "./field.tsx";
import type { FieldProps } from "./form-fields.tsx";
import { Input } from "./input.tsx";
import { fileHint, sendAll } from "./send-files.ts";

/**
 * Sends what is chosen at once, and keeps the ids: one to a line. The form waits for it. What was there
 * before stays until something else is chosen, or it is taken away.
 */
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
  const { value, onChange, ...registered } = form.register(name);
  const [start] = useState(value);
  const ref = useRef<HTMLInputElement>(null);
  const error = form.errors[name];
  const isSending = form.pending.includes(name);
  const isChosen = value !== start || isSending || error !== undefined;
  // What is chosen is the browser's to say; all we can do is forget it when the form starts over.
  useEffect(() => {
    if (!isChosen && ref.current) ref.current.value = "";
  }, [isChosen]);

  const remove = () => {
    onChange({ target: { value: "" } });
    if (ref.current) {
      ref.current.value = "";
      ref.current.focus();
    }
  };
  return (
    <div className="grid gap-2">
      <Field
        label={label}
        hint={fileHint({ value, start, isSending }) ?? hint}
        error={isSending ? undefined : error}
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
            onChange={({ target }) => {
              const files = [...(target.files ?? [])];
              // Who closes the browser's window without choosing has nothing chosen.
              if (files.length === 0) onChange({ target: { value: start } });
              else
                form.fill(
                  name,
                  sendAll(files, () => askWhere({})),
                );
            }}
          />
        )}
      </Field>
      {(value !== "" || isSending || error !== undefined) && (
        <Button variant="secondary" size="small" className="justify-self-start" onClick={remove}>
          <X aria-hidden />
          Remove {multiple ? "files" : "file"}
          <span className="sr-only"> from {label}</span>
        </Button>
      )}
    </div>
  );
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
