// The window of the command palette: pages, what features find for the term, and actions.
import { Moon, Sun } from "lucide-react";
import { lazy, Suspense, useState } from "react";

import {
  Command,
  CommandDialog,
  CommandEmpty,
  CommandGroup,
  CommandInput,
  CommandItem,
  CommandList,
  CommandShortcut,
} from "@/components/ui/command";
import { setTheme } from "@/lib/theme";

import { features, type Page } from "./feature";
import { keysText, useActions } from "./shortcuts";
import { words } from "./words";

const results = features.flatMap(({ palette }) => (palette ? [lazy(palette)] : []));

interface PaletteProps {
  pages: readonly Page[];
  onPage: (page: Page) => void;
  onClose: () => void;
}

/** Default export, because it is loaded with `lazy`. */
export default function PaletteWindow({ isOpen, ...rest }: PaletteProps & { isOpen: boolean }) {
  return (
    <CommandDialog
      title={words.palette}
      description={words.paletteText}
      open={isOpen}
      onOpenChange={(open) => !open && rest.onClose()}
    >
      <PaletteContent {...rest} />
    </CommandDialog>
  );
}

function PaletteContent({ pages, onPage, onClose }: PaletteProps) {
  const [term, setTerm] = useState("");
  return (
    <Command>
      <CommandInput placeholder={words.palettePlaceholder} value={term} onValueChange={setTerm} />
      <CommandList>
        <CommandEmpty>{words.nothingFound}</CommandEmpty>
        <CommandGroup heading={words.pages}>
          {pages.map((page) => (
            <CommandItem key={page.to} value={page.title} onSelect={() => onPage(page)}>
              <page.icon aria-hidden />
              {page.title}
              {page.key && <CommandShortcut>{keysText(`g ${page.key}`)}</CommandShortcut>}
            </CommandItem>
          ))}
        </CommandGroup>
        <Suspense fallback={null}>
          {results.map((Results, index) => (
            <Results key={index} term={term.trim()} onDone={onClose} />
          ))}
        </Suspense>
        <Actions onDone={onClose} />
      </CommandList>
    </Command>
  );
}

/** What can be done on the page that is open, and in the whole app. */
function Actions({ onDone }: { onDone: () => void }) {
  const actions = useActions();
  // Closes first: what the action opens then gets the focus, and gives it back to the page.
  const choose = (run: () => void) => {
    onDone();
    setTimeout(run);
  };
  return (
    <CommandGroup heading={words.actions}>
      {actions.map(({ keys, title, run }) => (
        <CommandItem key={keys} value={title} onSelect={() => choose(run)}>
          {title}
          <CommandShortcut>{keysText(keys)}</CommandShortcut>
        </CommandItem>
      ))}
      <CommandItem onSelect={() => choose(() => setTheme("light"))}>
        <Sun aria-hidden />
        {words.useLight}
      </CommandItem>
      <CommandItem onSelect={() => choose(() => setTheme("dark"))}>
        <Moon aria-hidden />
        {words.useDark}
      </CommandItem>
    </CommandGroup>
  );
}
