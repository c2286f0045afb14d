// Every word of this feature that a person reads, so that another language is another file.
export const words = {
  title: "Your team's work, live in one place",
  text: "Tasks, notes and files. Every change appears at once, in every window.",
  signUp: "Create an account",
  signIn: "Sign in",
};
