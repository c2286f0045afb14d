// Keyboard shortcuts: what works where one is, and the sheet that lists it.
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { tinykeys } from "tinykeys";

import {
  Dialog,
  DialogContent,
  DialogDescription,
  DialogHeader,
  DialogTitle,
} from "@/components/ui/dialog";

import { words } from "./words";

/** Opens the command palette. */
export const PALETTE_KEYS = "mod+k";

interface Shortcut {
  /** One key, or two keys one after the other: `g t`. `mod+k` is Ctrl-K, and ⌘K on a Mac. */
  keys: string;
  /** What it does, as the sheet and the palette say it. */
  title: string;
  run: () => void;
}

const active = new Set<Shortcut>();
const listeners = new Set<() => void>();
let listed: readonly Shortcut[] = [];

function changed(): void {
  listed = [...active];
  for (const listener of listeners) listener();
}

function useActive(): readonly Shortcut[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => listed,
  );
}

/** The shortcuts that do something where one is, for the palette, which lists the pages itself. */
export function useActions(): readonly Shortcut[] {
  return useActive().filter(({ keys }) => !keys.startsWith("g ") && keys !== PALETTE_KEYS);
}

/** Makes shortcuts work while the component is on the page. */
export function useShortcuts(shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const signature = shortcuts.map(({ keys, title }) => `${keys}\n${title}`).join("\n");
  useEffect(() => {
    const added = latest.current.map(({ keys, title }, index) => ({
      keys,
      title,
      run: () => latest.current[index]?.run(),
    }));
    for (const shortcut of added) active.add(shortcut);
    changed();
    return () => {
      for (const shortcut of added) active.delete(shortcut);
      changed();
    };
  }, [signature]);
}

const typing = "input, textarea, select, [contenteditable=true], [role=textbox]";

/** Keys without Ctrl or ⌘ type text in a field, and belong to a window or a menu that is open. */
function belongsElsewhere(event: KeyboardEvent): boolean {
  if (event.repeat) return true;
  if (event.ctrlKey || event.metaKey) return false;
  return (event.target as Element).closest(`${typing}, [role=dialog], [role=menu]`) !== null;
}

/** Listens for the keys of all shortcuts. Used once, by the shell. */
export function useShortcutKeys(): void {
  const shortcuts = useActive();
  useEffect(() => {
    // Of two with the same keys, the one that was added last works: it belongs to what is on top.
    const bindings = shortcuts.map(({ keys, run }) => [
      keys.replace("mod", "$mod").replace("?", "[Shift]+?"),
      (event: KeyboardEvent) => {
        event.preventDefault();
        run();
      },
    ]);
    return tinykeys(window, Object.fromEntries(bindings), { ignore: belongsElsewhere });
  }, [shortcuts]);
}

const isMac = /^Mac/.test(navigator.platform);

/** Keys as a person reads them. */
export function keysText(keys: string): string {
  const parts = keys.replace("mod+", `${isMac ? "⌘" : words.control} `).split(" ");
  return parts.map((part) => (part.length === 1 ? part.toUpperCase() : part)).join(" ");
}

/** The sheet, and the shortcut that opens it. */
export function ShortcutSheet() {
  const [isOpen, setIsOpen] = useState(false);
  useShortcuts([{ keys: "?", title: words.showShortcuts, run: () => setIsOpen(true) }]);
  const shortcuts = useActive();
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogContent>
        <DialogHeader>
          <DialogTitle>{words.shortcuts}</DialogTitle>
          <DialogDescription>{words.shortcutsText}</DialogDescription>
        </DialogHeader>
        <dl className="grid grid-cols-[1fr_auto] gap-x-6 gap-y-2 text-sm">
          {shortcuts.map(({ keys, title }) => (
            <div key={keys} className="contents">
              <dt>{title}</dt>
              <dd>
                <kbd className="rounded border bg-muted px-1.5 py-0.5 font-sans text-xs">
                  {keysText(keys)}
                </kbd>
              </dd>
            </div>
          ))}
        </dl>
      </DialogContent>
    </Dialog>
  );
}
