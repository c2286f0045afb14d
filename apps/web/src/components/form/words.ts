// Every word of forms that a person reads, besides what is wrong with a value, so that another language is another file.
import { countText } from "@/lib/language";

export const words = {
  yes: "yes",
  no: "no",
  none: "None",
  noneOf: (label: string) => `${label}: none`,
  addOne: "Add…",
  takeOut: (name: string) => `Take out ${name}`,
  restore: "Restore",
  removeFile: "Remove file",
  removeFiles: "Remove files",
  fromField: (label: string) => `from ${label}`,
  file: "file",
  uploading: "Uploading… You can save the form when this is done.",
  fileKept: "The current file is kept unless you choose another.",
  fileRemoved: "It will be removed when you save.",
  filesReady: (count: number) =>
    count === 1
      ? "One file is ready."
      : `${countText(count, { one: "file is", other: "files are" })} ready.`,
  fileTooLarge: (name: string, size: string, limit: string) =>
    `“${name}” has ${size} MB; the limit is ${limit} MB.`,
  fileType: (name: string, known: string) =>
    `“${name}” has an unsupported type. Use one of: ${known}.`,
  plainText: "text",
  loadingOptions: "Loading options…",
  findIn: (label: string) => `Search ${label}`,
  found: (count: number, isMore: boolean) =>
    isMore
      ? `The first ${countText(count, { one: "match", other: "matches" })} can be chosen.`
      : `${countText(count, { one: "match", other: "matches" })} can be chosen.`,
  noAccess: "You do not have access to the options.",
  current: "Current selection",
  loadMore: "Load more",
  tryAgain: "Try again",
};
