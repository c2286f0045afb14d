// Every word of this feature that a person reads, so that another language is another file.
import { sizeText } from "@/lib/uploads";

export const words = {
  title: "Files",
  subtitle: "Only you see these. Drop several at once.",
  drop: "Drop files here",
  choose: "Choose files",
  limits: (maxBytes: number, types: readonly string[]) =>
    `Up to ${sizeText(maxBytes)} each: ${types.join(", ")}.`,
  uploads: "Uploads",
  waiting: "Waiting",
  sending: (share: number) => `${Math.round(share * 100)} %`,
  cancel: "Cancel",
  cancelOf: (name: string) => `Cancel ${name}`,
  dismiss: (name: string) => `Dismiss ${name}`,
  retry: (name: string) => `Try ${name} again`,
  uploaded: (name: string) => `${name} is uploaded.`,
  list: "Your files",
  empty: "No files yet",
  emptyText: "Drop some above. Only you see them.",
  loading: "Loading files",
  preview: (name: string) => `Preview ${name}`,
  noPreview: "This file has no preview.",
  previewFailed: "The file could not be loaded.",
  download: "Download",
  downloadOf: (name: string) => `Download ${name}`,
  remove: (name: string) => `Remove ${name}`,
  removed: (name: string) => `${name} removed.`,
  notRemoved: "The file was not removed.",
  undo: "Undo",
  pending: "Not uploaded",
  size: sizeText,
};
