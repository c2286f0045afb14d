// What the thread that reads a PDF is given, and what it answers.

export interface PdfLimits {
  pages: number;
  /** Of its text, in UTF-8. */
  textBytes: number;
}

/** What the thread is given. */
export interface PdfTask {
  kind: "pdf";
  bytes: Uint8Array;
  limits: PdfLimits;
}

/** What the thread answers: the text, or a sentence for the sender of the file. */
export type PdfOutcome = { text: string } | { refusal: string };
