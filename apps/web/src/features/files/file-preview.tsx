import { imageTypes, type PublicFile } from "@repo/validators/files/files";

import { FormDialog } from "@/components/dialogs";
import { Skeleton } from "@/components/ui/skeleton";

import { useFileBytes } from "./use-file-bytes";
import { words } from "./words";

/** Shows an image, a PDF or a text in a window; null shows nothing. */
export function FilePreview({ file, onClose }: { file: PublicFile | null; onClose: () => void }) {
  return (
    <FormDialog
      title={file?.name ?? ""}
      isOpen={file !== null}
      onClose={onClose}
      className="max-w-4xl"
    >
      {file && <Preview key={file._id} file={file} />}
    </FormDialog>
  );
}

function Preview({ file }: { file: PublicFile }) {
  const bytes = useFileBytes(file._id);
  const type = file.contentType ?? "";
  if (bytes.kind === "loading") return <Skeleton className="h-96" />;
  if (bytes.kind === "failed") return <p role="alert">{words.previewFailed}</p>;
  if ((imageTypes as readonly string[]).includes(type)) {
    return <img src={bytes.url} alt={file.name} className="max-h-[70dvh] justify-self-center" />;
  }
  if (type === "application/pdf") {
    // The browser's own viewer draws it; a frame with a sandbox would not show it at all.
    return (
      <object data={bytes.url} type={type} className="h-[70dvh] w-full" aria-label={file.name} />
    );
  }
  if (type === "text/plain") {
    return (
      <iframe sandbox="" src={bytes.url} title={file.name} className="h-[70dvh] w-full bg-white" />
    );
  }
  return <p className="text-muted-foreground">{words.noPreview}</p>;
}
