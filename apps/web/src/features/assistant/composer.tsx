import { api } from "@repo/backend/_generated/api";
import { messageLimits } from "@repo/validators/assistant/messages";
import { isReplying, type PublicThread } from "@repo/validators/assistant/threads";
import { useMutation, useQuery } from "convex/react";
import { SendHorizontal, Square } from "lucide-react";
import { useState, type FormEvent } from "react";

import { Button } from "@/components/ui/button";
import { Textarea } from "@/components/ui/textarea";
import { failed } from "@/lib/failed";

import { words } from "./words";

/** Enter sends, Shift-Enter starts a new line. What the server refuses stays in the field. */
export function Composer({ thread }: { thread: PublicThread }) {
  const send = useMutation(api.messages.send);
  const stop = useMutation(api.messages.stop);
  const [prompt, setPrompt] = useState("");
  const isBusy = isReplying(thread.reply);
  const threadId = thread._id;
  const submit = (event?: FormEvent) => {
    event?.preventDefault();
    const asked = prompt.trim();
    if (asked === "" || isBusy) return;
    setPrompt("");
    send({ threadId, prompt: asked }).catch((error: unknown) => {
      setPrompt((typed) => (typed === "" ? asked : typed));
      failed(words.notSent)(error);
    });
  };
  return (
    <form onSubmit={submit} className="grid gap-2">
      <div className="flex items-end gap-2">
        <Textarea
          aria-label={words.prompt}
          placeholder={words.prompt}
          className="min-h-12"
          maxLength={messageLimits.prompt.max}
          value={prompt}
          onChange={({ target }) => setPrompt(target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }}
        />
        {isBusy ? (
          <Button
            variant="outline"
            size="icon"
            className="size-12"
            aria-label={words.stop}
            onClick={() => void stop({ threadId }).catch(failed(words.notStopped))}
          >
            <Square aria-hidden />
          </Button>
        ) : (
          <Button type="submit" size="icon" className="size-12" aria-label={words.send}>
            <SendHorizontal aria-hidden />
          </Button>
        )}
      </div>
      <Budget />
    </form>
  );
}

const HOUR = 60 * 60 * 1000;

/** What is left of the day's tokens. The clock is rounded, so that the same query serves for an hour. */
function Budget() {
  const [now] = useState(() => Math.floor(Date.now() / HOUR) * HOUR);
  const usage = useQuery(api.usage.get, { now });
  if (usage === undefined) return <p className="h-4" />;
  const left = Math.max(0, usage.limit - usage.used - usage.reserved);
  return (
    <p className="text-xs text-muted-foreground">
      {left === 0 ? words.budgetEmpty(usage.resetsAt) : words.budget(left, usage.limit)}
    </p>
  );
}
