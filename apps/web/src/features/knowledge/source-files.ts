// The files that become sources: what is taken, and how one is sent.
import { fileLimits } from "@repo/validators/files/files";

import { useSendFile, type SendOptions } from "@/lib/use-send-file";

const { knowledge, import: zip } = fileLimits.purposes;
const zipTypes: readonly string[] = zip.types;
const markdownEnd = ".md";

export const pageTypes: readonly string[] = [...knowledge.types, markdownEnd];
export const pageAndZipTypes: readonly string[] = [...pageTypes, ...zipTypes];

/** Whether a file is a zip of pages, which is imported. */
export function isZip(file: File): boolean {
  return zipTypes.includes(file.type);
}

/** Sends a page for a source, and answers the id of the file. */
export function useSendPage() {
  const send = useSendFile("knowledge", knowledge);
  return (file: File, options: SendOptions) => send(withType(file), options);
}

/** Sends a zip for an import, and answers the id of the file. */
export function useSendZip() {
  return useSendFile("import", zip);
}

/** Browsers do not know the type of a Markdown file. */
function withType(file: File): File {
  const isMarkdown = file.type === "" && /\.(md|markdown)$/i.test(file.name);
  return isMarkdown ? new File([file], file.name, { type: "text/markdown" }) : file;
}
