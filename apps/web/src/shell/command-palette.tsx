// Ctrl-K or ⌘K: go to a page, open a row by its name, run an action.
import { useNavigate } from "@tanstack/react-router";
import { Moon, Search, Sun } from "lucide-react";
import { lazy, Suspense, useMemo, useState } from "react";

import { Button } from "@/components/ui/button";
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
import { useMe } from "@/session/session";
import { useShownTeam } from "@/session/teams";

import { features, pagesFor, type Page } from "./feature";
import { keysText, useShortcuts } from "./shortcuts";
import { setTheme } from "./theme";

const results = features.flatMap(({ palette }) => (palette ? [lazy(palette)] : []));

/** Opens a page from wherever one is, with the team that is shown. */
function useOpenPage(): (page: Page) => void {
  const navigate = useNavigate();
  const team = useShownTeam();
  return ({ to }) => void navigate({ to, params: { team: team?._id } as never });
}

export function CommandPalette() {
  const [isOpen, setIsOpen] = useState(false);
  const pages = usePages();
  const openPage = useOpenPage();
  useShortcuts([{ keys: "mod+k", title: "Open the command palette", run: () => setIsOpen(true) }]);
  usePageShortcuts(pages, openPage);
  return (
    <>
      <Button
        variant="outline"
        size="sm"
        aria-label="Search and commands"
        aria-keyshortcuts="Control+K Meta+K"
        className="text-muted-foreground max-sm:size-9 max-sm:px-0"
        onClick={() => setIsOpen(true)}
      >
        <Search aria-hidden />
        <span className="max-sm:sr-only">Search</span>
        <kbd className="font-sans text-xs max-md:hidden">{keysText("mod+k")}</kbd>
      </Button>
      <CommandDialog
        title="Command palette"
        description="Type to find pages, rows and actions."
        open={isOpen}
        onOpenChange={setIsOpen}
      >
        <PaletteContent
          pages={pages}
          onPage={(page) => {
            setIsOpen(false);
            openPage(page);
          }}
          onDone={() => setIsOpen(false)}
        />
      </CommandDialog>
    </>
  );
}

function usePages(): readonly Page[] {
  const { role } = useMe();
  const hasTeam = Boolean(useShownTeam());
  return useMemo(() => {
    const { team, own, admin } = pagesFor(role);
    return [...(hasTeam ? team : []), ...own, ...admin];
  }, [role, hasTeam]);
}

function usePageShortcuts(pages: readonly Page[], open: (page: Page) => void): void {
  useShortcuts(
    pages.flatMap((page) =>
      page.key === undefined
        ? []
        : [{ keys: `g ${page.key}`, title: `Go to ${page.title}`, run: () => open(page) }],
    ),
  );
}

function PaletteContent({
  pages,
  onPage,
  onDone,
}: {
  pages: readonly Page[];
  onPage: (page: Page) => void;
  onDone: () => void;
}) {
  const [term, setTerm] = useState("");
  const choose = (theme: "light" | "dark") => {
    setTheme(theme);
    onDone();
  };
  return (
    <Command>
      <CommandInput
        placeholder="Type a page, a title or an action…"
        value={term}
        onValueChange={setTerm}
      />
      <CommandList>
        <CommandEmpty>Nothing found.</CommandEmpty>
        <CommandGroup heading="Pages">
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
            <Results key={index} term={term.trim()} onDone={onDone} />
          ))}
        </Suspense>
        <CommandGroup heading="Actions">
          <CommandItem onSelect={() => choose("light")}>
            <Sun aria-hidden />
            Use the light theme
          </CommandItem>
          <CommandItem onSelect={() => choose("dark")}>
            <Moon aria-hidden />
            Use the dark theme
          </CommandItem>
        </CommandGroup>
      </CommandList>
    </Command>
  );
}
