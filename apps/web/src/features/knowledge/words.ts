// Every word of this feature that a person reads, so that another language is another file.
import type { ImportStatus, PublicImport } from "@repo/validators/knowledge/imports";
import type { SourceStatus } from "@repo/validators/knowledge/sources";

import { countText } from "@/lib/language";

export const statusNames: Record<SourceStatus, string> = {
  pending: "Waiting",
  processing: "Being read",
  ready: "Ready",
  failed: "Failed",
};

const importNames: Record<ImportStatus, string> = {
  pending: "Waiting",
  reading: "Being read",
  read: "",
  failed: "Ended early",
  cancelled: "Cancelled",
};

export const words = {
  title: "Knowledge",
  subtitle: "Pages and files of your team, searched and answered from.",
  tabs: { sources: "Sources", search: "Search", ask: "Ask" },
  localTitle: "Search runs on a local model",
  localText:
    "It matches words, not meaning. Set the key OPENAI_API_KEY of the deployment for semantic search and better answers.",
  otherIndex:
    "Some sources were indexed with another model and are not found. An administrator can run `convex run sources:reindex`.",
  addText: "Add a text",
  drop: "Drop pages, PDFs or a zip of them here",
  chooseFiles: "Choose files",
  add: "Add",
  cancel: "Cancel",
  fields: { title: "Title", text: "Text", kind: "Format" },
  kinds: { note: "Note", text: "Plain text", markdown: "Markdown", html: "HTML page" },
  notAdded: "The source was not added.",
  added: (title: string) => `“${title}” was added.`,
  fileLimits: "PDF, Markdown, HTML or text, up to 10 MB each; or one zip of them.",
  pageLimits: "PDF, Markdown, HTML or text, up to 10 MB.",
  edit: "Edit",
  save: "Save",
  changed: "The source was changed. Questions are answered from it once it is read.",
  notChanged: "The source was not changed.",
  followsRow: "It is the text of a row: change or remove that row, and this source follows.",
  openRows: (page: string) => `Open ${page}`,
  textAsRead: "As it was read from the file. A text that you save takes the place of the file.",
  dropReplacement: "Drop a file here to replace the text",
  chooseReplacement: "Choose a file",
  list: "Sources",
  empty: "No sources yet",
  emptyText: "Add a text or a file. Questions are answered from what is here.",
  loading: "Loading sources",
  passages: (count: number) => countText(count, { one: "passage", other: "passages" }),
  open: (title: string) => `Open “${title}”`,
  retry: "Try again",
  retryOf: (title: string) => `Try “${title}” again`,
  notRetried: "The source was not tried again.",
  remove: "Remove",
  removeOf: (title: string) => `Remove “${title}”`,
  removeTitle: "Remove this source?",
  removeText: (title: string) =>
    `“${title}” is removed for the whole team, with the passages that answers cite from it.`,
  notRemoved: "The source was not removed.",
  imports: "Imports",
  importOf: (name: string) => `Progress of ${name}`,
  importStatus: ({ status, total, ready, waiting, failed, refused }: PublicImport) => {
    const counts = [
      waiting > 0 && `${waiting} being read`,
      failed > 0 && `${failed} failed`,
      refused > 0 && `${refused} refused`,
    ];
    const isCounted = total !== undefined;
    const first = isCounted ? `${ready} of ${total} ready` : importNames[status];
    return [first, ...counts, isCounted && status !== "reading" && importNames[status]]
      .filter(Boolean)
      .join(" · ");
  },
  retryImport: (name: string) => `Try the failed files of ${name} again`,
  notRetriedImport: "The files were not tried again.",
  cancelImport: (name: string) => `Cancel the import of ${name}`,
  notCancelledImport: "The import was not cancelled.",
  dismissImport: (name: string) => `Dismiss the import of ${name}`,
  notDismissedImport: "The import was not dismissed.",
  problems: (count: number) => `${countText(count, { one: "file", other: "files" })} not read`,
  searchLabel: "Search the team's knowledge",
  searchButton: "Search",
  searchHint: "Type a few words and press Enter.",
  nothingFound: "No passage matches. Try other words.",
  results: "Passages",
  notSearched: "The search failed.",
  askLabel: "Ask a question",
  askButton: "Ask",
  notAsked: "The question was not asked.",
  questions: "Questions",
  loadingQuestions: "Loading questions",
  noQuestions: "No questions yet.",
  answering: "Looking for an answer…",
  citation: (number: number, title: string) => `Passage ${number} in “${title}”`,
  outdated: "The source has changed since.",
  removeQuestion: (question: string) => `Remove “${question}”`,
  notRemovedQuestion: "The question was not removed.",
  noText: "The text is not ready yet.",
  passage: "The cited passage",
  model: (name: string) => `Answered by ${name}`,
};
