"use node"; // eslint-disable-line no-restricted-syntax -- unpdf loads its 1.6 MB of PDF.js on demand, which only Node can
// Reads PDF files. Alone in its file, as what is in here runs in Node.
import { zid } from "convex-helpers/server/zod4";
import { extractText, getDocumentProxy } from "unpdf";
import { z } from "zod";
import { appError } from "./errors";
import { internalAction } from "./functions";

/** The text of a stored PDF, its pages apart. A scan has none. */
export const extract = internalAction({
  args: { storageId: zid("_storage") },
  returns: z.string(),
  handler: async (ctx, { storageId }) => {
    const blob = await ctx.storage.get(storageId);
    if (blob === null) throw appError("NOT_FOUND", "The file is gone.");
    const bytes = new Uint8Array(await blob.arrayBuffer());
    const pdf = await getDocumentProxy(bytes).catch((error: Error) => {
      throw appError("INVALID", `This is no PDF that can be read: ${error.message}`);
    });
    try {
      const { text } = await extractText(pdf, { mergePages: false });
      return text.map((page) => page.trim()).join("\n\n");
    } finally {
      await pdf.loadingTask.destroy();
    }
  },
});
