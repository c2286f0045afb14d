import type { Role } from "@repo/validators/access";

// Every word of this feature that a person reads, so that another language is another file.
export const words = {
  title: "This is a demo",
  signIn: (role: Role) => `Sign in as the demo ${role}`,
  failed: "You could not be signed in.",
  tooMany: "There were too many attempts. Try again tomorrow.",
};
