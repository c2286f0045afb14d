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
  uploads: "Uploads",
  waiting: "Waiting",
  sending: (share: number) => `${Math.round(share * 100)} %`,
  cancelOf: (name: string) => `Cancel ${name}`,
  dismiss: (name: string) => `Dismiss ${name}`,
  retry: (name: string) => `Try ${name} again`,
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
  removed: (name: string) => `${name} removed.`,
  notRemoved: "The file was not removed.",
  undo: "Undo",
  size: sizeText,
};
