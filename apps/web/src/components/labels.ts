// What the names of tables and fields are called on a page that lists them as they are, such as the audit log.

/**
 * Writes a name of the code as words.
 * @param name a table or a field: `notificationSettings`, `assigneeId`, `dueAt`
 * @returns its words: `Notification settings`, `Assignee`, `Due`
 */
export function labelOf(name: string): string {
  const text = name
    .replace(/(?<=[a-z])(Ids?|At)$/, "")
    .replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return text.charAt(0).toUpperCase() + text.slice(1);
}
