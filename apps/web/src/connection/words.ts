// Every word about an environment that is not usable, so that another language is another file.
export const words = {
  notConfigured: "The backend is not configured",
  /** What is between backticks is code. */
  configure:
    "Start everything with `pnpm dev` at the root of the repository, or copy `apps/web/.env.example` to `.env.local` beside it, name your deployment there and start again.",
  urlNotSet: (variable: string) => `${variable} is not set.`,
  urlNotUsable: (variable: string, value: string) =>
    `${variable} is "${value}", which is not an http or https address.`,
};
