// Files: sending one from a form, and a link to one that is there.
import { fieldLimits, type PublicFile } from "@repo/validators/fields";
import { useMutation } from "convex/react";
import type { FunctionReference } from "convex/server";
import { Paperclip, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { Field } from "@/components/form/field";
import type { FieldProps } from "@/components/form/fields";
import { Input } from "@/components/ui/input";
import { fileHint, sendAll } from "@/components/form/send-files";
import { numberText } from "@/lib/language";

import { words } from "./words";

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
  const value = form.valueOf(name);
  const [start] = useState(value);
  const ref = useRef<HTMLInputElement>(null);
  const { isPending, failure } = form.arrivals.of(name);
  const error = isPending ? undefined : (failure ?? form.errorOf(name));
  const isChosen = value !== start || isPending || error !== undefined;
  // The browser owns what is chosen; all we can do is forget it when the form starts over.
  useEffect(() => {
    if (!isChosen && ref.current) ref.current.value = "";
  }, [isChosen]);

  const set = (text: string) => {
    form.arrivals.drop(name);
    form.setValue(name, text);
  };
  const remove = () => {
    set("");
    if (ref.current) {
      ref.current.value = "";
      ref.current.focus();
    }
  };
  return (
    <div className="grid gap-2">
      <Field
        label={label}
        hint={fileHint({ value, start, isSending: isPending }) ?? hint}
        error={error}
      >
        {(control) => (
          <Input
            {...control}
            ref={ref}
            name={name}
            type="file"
            className="py-1.5"
            accept={fieldLimits.file.types.join(",")}
            multiple={multiple}
            autoFocus={autoFocus}
            onChange={({ target }) => {
              const files = [...(target.files ?? [])];
              // Closing the browser's window without choosing leaves nothing chosen.
              set(start);
              if (files.length === 0) return;
              void form.arrivals.wait(
                name,
                sendAll(files, () => askWhere({})),
              );
            }}
          />
        )}
      </Field>
      {(value !== "" || isPending || error !== undefined) && (
        <Button variant="outline" size="sm" className="justify-self-start" onClick={remove}>
          <X aria-hidden />
          {multiple ? words.removeFiles : words.removeFile}{" "}
          <span className="sr-only">{words.fromField(label)}</span>
        </Button>
      )}
    </div>
  );
}

/** What stands for a file that is on its way to the server. */
export const pendingFile: PublicFile = { url: null, contentType: null, size: 0 };

/** Opens a file in a window of its own: a picture shows itself. A dash for one that is not there. */
export function FileLink({ file }: { file: PublicFile }) {
  if (file.url === null) return <span className="text-muted-foreground">–</span>;
  const size = `${numberText(Math.max(1, Math.round(file.size / 1000)))} kB`;
  const isPicture = file.contentType?.startsWith("image/") === true;
  return (
    <a
      href={file.url}
      target="_blank"
      rel="noreferrer"
      className="mr-3 inline-flex items-center gap-1 text-primary underline-offset-2 hover:underline [&_svg]:size-4"
    >
      {isPicture ? (
        <img
          src={file.url}
          alt={`${file.contentType}, ${size}`}
          loading="lazy"
          className="max-h-40 rounded-md border"
        />
      ) : (
        <>
          <Paperclip aria-hidden />
          {file.contentType ?? words.file}, {size}
        </>
      )}
    </a>
  );
}
