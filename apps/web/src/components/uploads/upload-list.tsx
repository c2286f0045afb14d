import { RotateCcw, X } from "lucide-react";

import { RowList } from "@/components/paged-list";
import { Button } from "@/components/ui/button";
import { Progress } from "@/components/ui/progress";

import type { Upload } from "./use-uploads";
import { words } from "./words";

/** What is being sent, and what was refused. */
export function UploadList({
  uploads,
  onCancel,
  onRetry,
}: {
  uploads: readonly Upload[];
  onCancel: (key: string) => void;
  onRetry: (upload: Upload) => void;
}) {
  if (uploads.length === 0) return null;
  return (
    <RowList label={words.list} className="grid gap-2">
      {uploads.map((upload) => (
        <UploadRow
          key={upload.key}
          upload={upload}
          onCancel={() => onCancel(upload.key)}
          onRetry={() => onRetry(upload)}
        />
      ))}
    </RowList>
  );
}

function UploadRow({
  upload,
  onCancel,
  onRetry,
}: {
  upload: Upload;
  onCancel: () => void;
  onRetry: () => void;
}) {
  const { file, state, share, failure } = upload;
  const hasFailed = state === "failed";
  const status = {
    waiting: words.waiting,
    sending: words.sending(share),
  };
  return (
    <li tabIndex={-1} className="grid gap-2 rounded-lg border bg-card p-3">
      <div className="flex items-center gap-2 text-sm">
        <span className="min-w-0 flex-1 truncate font-medium">{file.name}</span>
        {!hasFailed && <span className="text-muted-foreground">{status[state]}</span>}
        {hasFailed && (
          <Button variant="ghost" size="icon" aria-label={words.retry(file.name)} onClick={onRetry}>
            <RotateCcw aria-hidden />
          </Button>
        )}
        <Button
          variant="ghost"
          size="icon"
          aria-label={hasFailed ? words.dismiss(file.name) : words.cancelOf(file.name)}
          onClick={onCancel}
        >
          <X aria-hidden />
        </Button>
      </div>
      {hasFailed ? (
        <p role="alert" className="text-sm text-destructive">
          {failure}
        </p>
      ) : (
        <Progress value={share * 100} aria-label={file.name} />
      )}
    </li>
  );
}
