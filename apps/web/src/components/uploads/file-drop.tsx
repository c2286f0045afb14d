import { Upload as UploadIcon } from "lucide-react";
import { useRef, useState, type DragEvent } from "react";

import { Button } from "@/components/ui/button";
import { cn } from "@/lib/utils";

/** Takes files by dropping them, or by a button. */
export function FileDrop({
  title,
  choose,
  hint,
  accept,
  testId,
  onFiles,
}: {
  title: string;
  /** What the button says. */
  choose: string;
  hint: string;
  /** Media types, or ends of names, such as `.md`. */
  accept: readonly string[];
  testId: string;
  onFiles: (files: readonly File[]) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setIsOver] = useState(false);
  const over = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    setIsOver(isOver);
  };
  return (
    <div
      className={cn(
        "grid justify-items-center gap-3 rounded-xl border-2 border-dashed bg-card p-8 text-center transition-colors",
        isOver && "border-ring bg-accent",
      )}
      onDragOver={over(true)}
      onDragLeave={over(false)}
      onDrop={(event) => {
        over(false)(event);
        onFiles([...event.dataTransfer.files]);
      }}
    >
      <UploadIcon aria-hidden className="size-6 text-muted-foreground" />
      <p className="font-medium">{title}</p>
      <Button variant="outline" onClick={() => input.current?.click()}>
        {choose}
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-testid={testId}
        accept={accept.join(",")}
        onChange={({ target }) => {
          onFiles([...(target.files ?? [])]);
          // The same file can be chosen again.
          target.value = "";
        }}
      />
      <p className="text-sm text-muted-foreground">{hint}</p>
    </div>
  );
}
