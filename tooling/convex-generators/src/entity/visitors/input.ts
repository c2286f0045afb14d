/** What everybody may see, as it is typed. */
export interface VisitorsInput {
  /** The fields that everybody may see, signed in or not, joined by commas: `title,price`. */
  public?: string;
  /** The rows that everybody may see: `isPublished`, `status=sent`; default: all. */
  publicWhen?: string;
}
