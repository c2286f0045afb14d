// Every word of this feature that a person reads, so that another language is another file.
import { fileTypeName } from "@repo/validators/files/files";

import { sizeText } from "@/lib/uploads";

export const words = {
  title: "Files",
  subtitle: "Only you see these. Drop several at once.",
  drop: "Drop files here",
  choose: "Choose files",
  limits: (maxBytes: number, types: readonly string[]) =>
    `${types.map(fileTypeName).join(", ")}; up to ${sizeText(maxBytes)} each.`,
  tabs: { files: "Files", trash: "Trash" },
  uploaded: (name: string) => `${name} was uploaded.`,
  list: "Your files",
  empty: "No files yet",
  emptyText: "Drop some above. Only you see them.",
  loading: "Loading files",
  preview: (name: string) => `Preview ${name}`,
  noPreview: "This file has no preview.",
  previewFailed: "The file could not be loaded.",
  downloadOf: (name: string) => `Download ${name}`,
  remove: (name: string) => `Remove ${name}`,
  trashed: (name: string) => `${name} moved to the trash.`,
  notTrashed: "The file was not moved to the trash.",
  undo: "Undo",
  trashHint: (days: number) =>
    `Files in the trash are removed for good after ${days} days. Until then they count as stored.`,
  emptyTrash: "The trash is empty.",
  restore: "Restore",
  restoreOf: (name: string) => `Restore ${name}`,
  restored: (name: string) => `${name} restored.`,
  notRestored: "The file was not restored.",
  removeForGood: "Remove for good",
  removeForGoodOf: (name: string) => `Remove ${name} for good`,
  removeTitle: (name: string) => `Remove ${name} for good?`,
  removeText: "It cannot be restored afterwards.",
  notRemoved: "The file was not removed.",
  size: sizeText,
};
