// A question to a team's knowledge, and its answer once that is found.
import { z } from "zod";
import { citationLimits, publicCitation } from "./citations.ts";
import { withSystemFields, zid } from "../convex.ts";

export const questionStatuses = ["pending", "answering", "answered", "failed"] as const;
export type QuestionStatus = (typeof questionStatuses)[number];

export const questionLimits = {
  question: { min: 3, max: 500 },
  answer: { max: 8000 },
  error: { max: 500 },
} as const;

export const question = z.object({
  teamId: zid("teams"),
  askedBy: zid("users"),
  question: z.string().trim().min(questionLimits.question.min).max(questionLimits.question.max),
  status: z.enum(questionStatuses),
  /** Names its citations by their numbers: `[1]`. */
  answer: z.string().max(questionLimits.answer.max).optional(),
  /** The chat model that wrote the answer. */
  model: z.string().max(200).optional(),
  error: z.string().max(questionLimits.error.max).optional(),
});
export type Question = z.infer<typeof question>;

/** What asking takes. */
export const questionInput = question.pick({ teamId: true, question: true });
export type QuestionInput = z.infer<typeof questionInput>;

export const publicQuestion = z.object(withSystemFields("questions", question.shape));
export type PublicQuestion = z.infer<typeof publicQuestion>;

export const answeredQuestion = publicQuestion.extend({
  citations: z.array(publicCitation).max(citationLimits.perAnswer),
});
export type AnsweredQuestion = z.infer<typeof answeredQuestion>;
