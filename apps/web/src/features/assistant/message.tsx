// One message: a question, or a reply with the tools it used shown as steps.
import { SmoothText } from "@convex-dev/agent/react";
import type { MessagePart, PublicMessage } from "@repo/validators/assistant/messages";
import { CircleAlert, CircleCheck, LoaderCircle } from "lucide-react";

import { cn } from "@/lib/utils";

import { words } from "./words";

export function Message({ message }: { message: PublicMessage }) {
  const isMine = message.role === "user";
  return (
    <li className={cn("grid gap-1.5", isMine && "justify-items-end")}>
      <span className="sr-only">{isMine ? words.you : words.assistant}</span>
      <div
        className={cn(
          "grid max-w-[min(42rem,100%)] gap-2 text-sm",
          isMine ? "rounded-2xl bg-primary px-4 py-2.5 text-primary-foreground" : "w-full",
        )}
      >
        {message.parts.map((part, index) => (
          <Part key={index} part={part} isStreaming={message.status === "streaming"} />
        ))}
      </div>
    </li>
  );
}

type ToolPart = Extract<MessagePart, { toolCallId: string }>;

function Part({ part, isStreaming }: { part: MessagePart; isStreaming: boolean }) {
  if ("toolCallId" in part) return <ToolStep part={part} />;
  // The library adds parts of other types while a reply is written.
  if (part.type !== "text" || part.text === "") return null;
  return (
    <div className="leading-relaxed wrap-anywhere whitespace-pre-wrap">
      {isStreaming ? <SmoothText text={part.text} startStreaming /> : part.text}
    </div>
  );
}

/** A use of a tool, with what it was asked and what it brought. */
function ToolStep({ part }: { part: ToolPart }) {
  const name = words.tool(part.type.slice("tool-".length));
  const isRunning = part.state === "input-streaming" || part.state === "input-available";
  const hasFailed = part.state === "output-error";
  const Icon = isRunning ? LoaderCircle : hasFailed ? CircleAlert : CircleCheck;
  return (
    <details className="rounded-lg border bg-muted/50 px-3 py-2 text-xs">
      <summary className="flex cursor-pointer items-center gap-2 text-muted-foreground">
        <Icon
          aria-hidden
          className={cn(
            "size-4 shrink-0",
            isRunning && "animate-spin",
            hasFailed && "text-destructive",
          )}
        />
        {isRunning ? words.toolRunning : name}
        {hasFailed && <span className="text-destructive">{words.toolFailed(part.errorText)}</span>}
      </summary>
      <pre className="mt-2 max-h-60 overflow-auto wrap-anywhere whitespace-pre-wrap">
        {JSON.stringify(
          { input: part.input, ...("output" in part && { output: part.output }) },
          null,
          2,
        )}
      </pre>
    </details>
  );
}
