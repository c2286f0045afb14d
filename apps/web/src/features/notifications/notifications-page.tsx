import { api } from "@repo/backend/_generated/api";
import { PAGE_SIZE } from "@repo/validators/pagination";
import { usePaginatedQuery } from "convex/react";
import { Bell, CheckCheck } from "lucide-react";

import { ListBoundary } from "@/components/list-boundary";
import { MessagePanel } from "@/components/message-panel";
import { PagedList } from "@/components/paged-list";
import { Button } from "@/components/ui/button";
import { useFramePart } from "@/session/session";
import { PageTitle } from "@/shell/page-title";

import { useMarkAllRead } from "./notification-mutations";
import { NotificationRow } from "./notification-row";
import { words } from "./words";

export function NotificationsPage() {
  const unread = useFramePart("unread");
  const markAll = useMarkAllRead();
  return (
    <div className="grid max-w-3xl gap-6">
      <div className="flex flex-wrap items-start justify-between gap-3">
        <PageTitle title={words.title}>{words.subtitle}</PageTitle>
        <Button variant="outline" disabled={!unread?.count} onClick={markAll}>
          <CheckCheck aria-hidden />
          {words.markAll}
        </Button>
      </div>
      <ListBoundary>
        <Rows />
      </ListBoundary>
    </div>
  );
}

function Rows() {
  const rows = usePaginatedQuery(api.notifications.list, {}, { initialNumItems: PAGE_SIZE });
  const empty = (
    <MessagePanel icon={<Bell aria-hidden />} title={words.empty}>
      {words.emptyText}
    </MessagePanel>
  );
  return (
    <PagedList rows={rows} label={words.title} loading={words.loading} empty={empty}>
      {(notification) => <NotificationRow key={notification._id} notification={notification} />}
    </PagedList>
  );
}
