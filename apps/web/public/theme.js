// Runs before the first paint, so that a dark page never starts light. `src/lib/theme.ts` changes the choice.
const choice = localStorage.getItem("theme");
const isDark = choice ? choice === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
document.documentElement.classList.toggle("dark", isDark);
