"use node"; // eslint-disable-line no-restricted-syntax -- unpdf loads its 1.6 MB of PDF.js on demand, which only Node can
// Reads one PDF in a thread of its own, so that a file that breaks PDF.js affects nothing else:
// `pdf.ts` starts the thread, and ends it. It imports nothing of the app except types.
import { parentPort, workerData } from "node:worker_threads";
import { getDocumentProxy } from "unpdf";
import type { PdfOutcome, PdfTask } from "./model/knowledge/pdfTask";

type Pdf = Awaited<ReturnType<typeof getDocumentProxy>>;

async function read({ bytes, limits }: PdfTask): Promise<PdfOutcome> {
  let pdf: Pdf;
  try {
    pdf = await getDocumentProxy(bytes, { verbosity: 0 });
  } catch (error) {
    return { refusal: `This is no PDF that can be read: ${(error as Error).message}` };
  }
  const { numPages } = pdf;
  if (numPages > limits.pages) {
    return {
      refusal: `It has ${numPages} pages, and a source may have ${limits.pages}. Split it.`,
    };
  }
  const pages: string[] = [];
  let left = limits.textBytes;
  for (let number = 1; number <= numPages; number++) {
    const page = await textOfPage(pdf, number, left);
    left -= Buffer.byteLength(page);
    if (left < 0) {
      const read = `The text of ${numPages} pages is over ${limits.textBytes} bytes at page ${number}`;
      return { refusal: `${read}, and a source may have no more. Split it.` };
    }
    pages.push(page.trim());
  }
  return { text: pages.join("\n\n") };
}

/** The text of a page, or as much of it as exceeds the limit. */
async function textOfPage(pdf: Pdf, number: number, most: number): Promise<string> {
  const page = await pdf.getPage(number);
  const reader = page.streamTextContent().getReader() as ReadableStreamDefaultReader<{
    items: ({ str: string; hasEOL: boolean } | { type: string })[];
  }>;
  let text = "";
  while (text.length <= most) {
    const { done, value } = await reader.read();
    if (done) break;
    for (const item of value.items) {
      if ("str" in item) text += item.str + (item.hasEOL ? "\n" : "");
    }
  }
  if (text.length > most) await reader.cancel(new RangeError("That is enough."));
  page.cleanup();
  return text;
}

const task = workerData as PdfTask | null | undefined;
// Pushing the app loads this module, too, with nothing to read.
if (task?.kind === "pdf") parentPort?.postMessage(await read(task));
