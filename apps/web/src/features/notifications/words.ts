// Every word of this feature that a person reads, so that another language is another file.
export const words = {
  title: "Notifications",
  subtitle: "They are kept for 90 days.",
  bell: (count: number, isMore: boolean) =>
    count === 0 ? "Notifications" : `Notifications, ${count}${isMore ? "+" : ""} unread`,
  unread: "Unread",
  all: "See all",
  markAll: "Mark all as read",
  markOf: (title: string) => `Mark “${title}” as read`,
  notMarked: "The notification was not marked as read.",
  notAllMarked: "The notifications were not marked as read.",
  empty: "No notifications yet",
  emptyText: "You will see here when a task is assigned to you, or somebody invites you.",
  loading: "Loading notifications",
};
