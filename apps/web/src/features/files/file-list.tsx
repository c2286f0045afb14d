import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { imageTypes, type PublicFile } from "@repo/validators/files/files";
import { usePaginatedQuery } from "convex/react";
import { Download, FileImage, FileText, Trash2 } from "lucide-react";
import { useState } from "react";
import { toast } from "sonner";

import { momentText } from "@/components/facts";
import { MessagePanel } from "@/components/message-panel";
import { PagedList } from "@/components/paged-list";
import { Button } from "@/components/ui/button";
import { errorSentence } from "@/lib/error-sentences";

import { attachments, useFileActions } from "./file-mutations";
import { FilePreview } from "./file-preview";
import { useLoadFile } from "./use-file-bytes";
import { words } from "./words";

/** The caller's files, newest first, live. */
export function FileList() {
  const files = usePaginatedQuery(api.files.list, attachments, { initialNumItems: PAGE_SIZE });
  const { trash } = useFileActions();
  const [previewed, setPreviewed] = useState<PublicFile | null>(null);
  const empty = (
    <MessagePanel icon={<FileImage aria-hidden />} title={words.empty}>
      {words.emptyText}
    </MessagePanel>
  );
  return (
    <>
      <PagedList rows={files} label={words.list} loading={words.loading} empty={empty}>
        {(file) => (
          <FileRow
            key={file._id}
            file={file}
            onPreview={() => setPreviewed(file)}
            onRemove={() => trash(file)}
          />
        )}
      </PagedList>
      <FilePreview file={previewed} onClose={() => setPreviewed(null)} />
    </>
  );
}

function FileRow({
  file,
  onPreview,
  onRemove,
}: {
  file: PublicFile;
  onPreview: () => void;
  onRemove: () => void;
}) {
  const load = useLoadFile();
  const isImage = (imageTypes as readonly string[]).includes(file.contentType ?? "");
  const Icon = isImage ? FileImage : FileText;
  const download = async () => {
    try {
      const url = URL.createObjectURL(await load(file._id));
      const link = Object.assign(document.createElement("a"), { href: url, download: file.name });
      link.click();
      URL.revokeObjectURL(url);
    } catch (error) {
      toast.error(words.previewFailed, { description: errorSentence(error) });
    }
  };
  return (
    <li tabIndex={-1} className="flex items-center gap-3 p-3 sm:px-4">
      <Icon aria-hidden className="size-5 shrink-0 text-muted-foreground" />
      <div className="min-w-0 flex-1">
        <button
          type="button"
          aria-label={words.preview(file.name)}
          onClick={onPreview}
          className="block max-w-full truncate text-left text-sm font-medium hover:underline"
        >
          {file.name}
        </button>
        <p className="text-xs text-muted-foreground">
          {words.size(file.size ?? 0)} · {momentText(file._creationTime)}
        </p>
      </div>
      <Button
        variant="ghost"
        size="icon"
        aria-label={words.downloadOf(file.name)}
        onClick={() => void download()}
      >
        <Download aria-hidden />
      </Button>
      <Button variant="ghost" size="icon" aria-label={words.remove(file.name)} onClick={onRemove}>
        <Trash2 aria-hidden />
      </Button>
    </li>
  );
}
