import { fileLimits } from "@repo/validators/files/files";
import { Upload as UploadIcon } from "lucide-react";
import { useRef, useState } from "react";

import { Button } from "@/components/ui/button";
import { cn } from "@/lib/utils";

import { words } from "./words";

const { maxBytes, types } = fileLimits.purposes.attachment;

/** Takes files by dropping them, or by a button. */
export function FileDrop({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  return (
    <div
      className={cn(
        "grid justify-items-center gap-3 rounded-xl border-2 border-dashed bg-card p-8 text-center transition-colors",
        isOver && "border-ring bg-accent",
      )}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setIsOver(false);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <UploadIcon aria-hidden className="size-6 text-muted-foreground" />
      <p className="font-medium">{words.drop}</p>
      <Button variant="outline" onClick={() => input.current?.click()}>
        {words.choose}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid="file-input"
        accept={types.join(",")}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // The same file can be chosen again.
          target.value = "";
        }}
      />
      <p className="text-sm text-muted-foreground">{words.limits(maxBytes, types)}</p>
    </div>
  );
}
