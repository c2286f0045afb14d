import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { imageTypes, type PublicFile } from "@repo/validators/files/files";
import { useMutation, usePaginatedQuery } from "convex/react";
import { Download, FileImage, FileText, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { toast } from "sonner";

import { momentText } from "@/components/facts";
import { ListBoundary } from "@/components/list-boundary";
import { MessagePanel } from "@/components/message-panel";
import { PagedList } from "@/components/paged-list";
import { Button } from "@/components/ui/button";
import { errorSentence } from "@/lib/error-sentences";

import { FilePreview } from "./file-preview";
import { useLoadFile } from "./use-file-bytes";
import { words } from "./words";

/** The caller's files, newest first, live. */
export function FileList() {
  return (
    <ListBoundary>
      <Files />
    </ListBoundary>
  );
}

const attachments = { purpose: "attachment" } as const;

function Files() {
  const files = usePaginatedQuery(api.files.list, attachments, { initialNumItems: PAGE_SIZE });
  const { hidden, removeLater } = useLaterRemoval();
  const [previewed, setPreviewed] = useState<PublicFile | null>(null);
  const shown = files.results.filter(({ _id }) => !hidden.has(_id));
  const empty = (
    <MessagePanel icon={<FileImage aria-hidden />} title={words.empty}>
      {words.emptyText}
    </MessagePanel>
  );
  return (
    <>
      <PagedList
        rows={{ ...files, results: shown }}
        label={words.list}
        loading={words.loading}
        empty={empty}
      >
        {(file) => (
          <FileRow
            key={file._id}
            file={file}
            onPreview={() => setPreviewed(file)}
            onRemove={() => removeLater(file)}
          />
        )}
      </PagedList>
      <FilePreview file={previewed} onClose={() => setPreviewed(null)} />
    </>
  );
}

/** How long a removal can be undone, in milliseconds: the bytes are gone once the server removes a file. */
const UNDO = 6000;

/** Hides a file at once and removes it when the time to undo is over. */
function useLaterRemoval() {
  const remove = useMutation(api.files.remove);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const undone = useRef(new Set<string>());
  const show = (id: string) =>
    setHidden((before) => new Set([...before].filter((each) => each !== id)));
  const removeLater = (file: PublicFile) => {
    const id = file._id;
    undone.current.delete(id);
    setHidden((before) => new Set([...before, id]));
    const finish = () => {
      if (undone.current.has(id)) return;
      remove({ id }).catch((error: unknown) => {
        show(id);
        toast.error(words.notRemoved, { description: errorSentence(error) });
      });
    };
    toast(words.removed(file.name), {
      duration: UNDO,
      action: {
        label: words.undo,
        onClick: () => {
          undone.current.add(id);
          show(id);
        },
      },
      onAutoClose: finish,
      onDismiss: finish,
    });
  };
  return { hidden, removeLater };
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
