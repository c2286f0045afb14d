// The messages to and from the thread that reads a PDF.

export interface PdfLimits {
  pages: number;
  /** Of its text, in UTF-8. */
  textBytes: number;
}

/** What the thread receives. */
export interface PdfTask {
  kind: "pdf";
  bytes: Uint8Array;
  limits: PdfLimits;
}

/** What the thread returns: the text, or a sentence for the person who uploaded the file. */
export type PdfOutcome = { text: string } | { refusal: string };
