// The bell at the top of every page: the unread count, live, and the newest notifications.
import { api } from "@repo/backend/_generated/api";
import { Link } from "@tanstack/react-router";
import { usePaginatedQuery } from "convex/react";
import { Bell as BellIcon } from "lucide-react";
import { useState } from "react";

import { RowList } from "@/components/paged-list";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useFramePart } from "@/session/session";

import { useMarkAllRead } from "./notification-mutations";
import { NotificationRow } from "./notification-row";
import { words } from "./words";

const SHOWN = 6;

export default function Bell() {
  const [isOpen, setIsOpen] = useState(false);
  const unread = useFramePart("unread");
  const { count, isMore } = unread ?? { count: 0, isMore: false };
  return (
    <Popover open={isOpen} onOpenChange={setIsOpen}>
      <PopoverTrigger asChild>
        <Button
          variant="ghost"
          size="icon"
          className="relative"
          aria-label={words.bell(count, isMore)}
        >
          <BellIcon aria-hidden />
          {count > 0 && (
            <span
              aria-hidden
              className="absolute -top-0.5 -right-0.5 min-w-4 rounded-full bg-destructive px-1 text-[0.65rem] leading-4 font-semibold text-destructive-foreground"
            >
              {count}
              {isMore && "+"}
            </span>
          )}
        </Button>
      </PopoverTrigger>
      <PopoverContent align="end" className="w-96 p-0">
        <Newest onDone={() => setIsOpen(false)} hasUnread={count > 0} />
      </PopoverContent>
    </Popover>
  );
}

function Newest({ onDone, hasUnread }: { onDone: () => void; hasUnread: boolean }) {
  const { results, status } = usePaginatedQuery(
    api.notifications.list,
    {},
    { initialNumItems: SHOWN },
  );
  const markAll = useMarkAllRead();
  return (
    <div className="grid">
      <div className="flex items-center justify-between border-b p-3">
        <h2 className="text-sm font-semibold">{words.title}</h2>
        {hasUnread && (
          <Button variant="link" size="sm" className="h-auto p-0" onClick={markAll}>
            {words.markAll}
          </Button>
        )}
      </div>
      {status !== "LoadingFirstPage" && results.length === 0 && (
        <p className="p-6 text-center text-sm text-muted-foreground">{words.empty}</p>
      )}
      <RowList label={words.title} className="max-h-96 divide-y overflow-y-auto">
        {results.slice(0, SHOWN).map((notification) => (
          <NotificationRow key={notification._id} notification={notification} onOpen={onDone} />
        ))}
      </RowList>
      <Link
        to="/notifications"
        onClick={onDone}
        className="border-t p-3 text-center text-sm font-medium text-primary hover:underline"
      >
        {words.all}
      </Link>
    </div>
  );
}
