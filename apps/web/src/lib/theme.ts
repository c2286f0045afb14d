// Light, dark, or what the system says. The choice stays on this device; `public/theme.js` applies it first.
import { useSyncExternalStore } from "react";

export const themes = ["system", "light", "dark"] as const;
export type Theme = (typeof themes)[number];

const KEY = "theme";
const systemDark = matchMedia("(prefers-color-scheme: dark)");
const listeners = new Set<() => void>();

function stored(): Theme {
  const value = localStorage.getItem(KEY);
  return themes.find((theme) => theme === value) ?? "system";
}

function apply(): void {
  const theme = stored();
  const isDark = theme === "system" ? systemDark.matches : theme === "dark";
  document.documentElement.classList.toggle("dark", isDark);
  for (const listener of listeners) listener();
}

systemDark.addEventListener("change", apply);
// Another tab changed it.
addEventListener("storage", apply);

export function setTheme(theme: Theme): void {
  if (theme === "system") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  apply();
}

/** The choice of the person, live. */
export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, stored);
}
