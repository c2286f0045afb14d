import type { PublicNotification } from "@repo/validators/platform/notifications";
import { useRouter } from "@tanstack/react-router";
import { Check } from "lucide-react";
import { memo } from "react";

import { momentText } from "@/components/facts";
import { Button } from "@/components/ui/button";
import { failed } from "@/lib/failed";
import { cn } from "@/lib/utils";

import { useMarkRead } from "./notification-mutations";
import { words } from "./words";

/** Opening one marks it as read. `onOpen` runs before the page changes. */
export const NotificationRow = memo(function NotificationRow({
  notification,
  onOpen,
}: {
  notification: PublicNotification;
  onOpen?: () => void;
}) {
  const { _id: id, title, link, readAt, _creationTime } = notification;
  const router = useRouter();
  const markRead = useMarkRead();
  const mark = () => {
    if (readAt !== undefined) return;
    markRead({ id }).catch(failed(words.notMarked));
  };
  return (
    <li className="flex items-start gap-2 p-3" tabIndex={-1}>
      <span
        aria-hidden
        className={cn(
          "mt-1.5 size-2 shrink-0 rounded-full",
          readAt === undefined ? "bg-primary" : "bg-transparent",
        )}
      />
      <div className="grid min-w-0 flex-1 gap-0.5 text-sm">
        {link === undefined ? (
          <span className="wrap-anywhere">{title}</span>
        ) : (
          <a
            href={link}
            className="font-medium wrap-anywhere hover:underline"
            onClick={(event) => {
              event.preventDefault();
              mark();
              onOpen?.();
              router.history.push(link);
            }}
          >
            {title}
          </a>
        )}
        <span className="text-xs text-muted-foreground">
          {readAt === undefined && <span className="sr-only">{words.unread}, </span>}
          {momentText(_creationTime)}
        </span>
      </div>
      {readAt === undefined && (
        <Button
          variant="ghost"
          size="icon"
          className="size-8"
          aria-label={words.markOf(title)}
          onClick={mark}
        >
          <Check aria-hidden />
        </Button>
      )}
    </li>
  );
});
