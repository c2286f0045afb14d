// An e-mail as its templates need it: everything is known, nothing is wrong.
import type { Field } from "../fields/field.ts";

export interface EmailModel {
  /** Its kind, and the name of what writes it: `orderShipped`. */
  name: string;
  values: Field[];
  subject: Sentence;
  paragraphs: Sentence[];
  link: { page: string; params: string[]; label: string } | null;
  isOptional: boolean;
}

/** A sentence: texts and, between them, the names of values. */
export type Sentence = ({ text: string } | { value: string })[];
