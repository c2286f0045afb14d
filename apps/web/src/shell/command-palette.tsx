// Ctrl-K or ⌘K: go to a page, open a row by its name, run an action.
import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";

import { Button } from "@/components/ui/button";
import { useMe } from "@/session/session";
import { useShownTeam } from "@/session/teams";

import type { Page } from "./feature";
import { pagesFor } from "./pages";
import { keysText, PALETTE_KEYS, useShortcuts } from "./shortcuts";
import { words } from "./words";

const loadWindow = () => import("./palette-window");
const PaletteWindow = lazy(loadWindow);

/** Opens a page from wherever one is, with the team that is shown. */
function useOpenPage(): (page: Page) => void {
  const navigate = useNavigate();
  const team = useShownTeam();
  return ({ to }) => void navigate({ to, params: { team: team?._id } as never });
}

export function CommandPalette() {
  const [isOpen, setIsOpen] = useState(false);
  const [wasOpened, setWasOpened] = useState(false);
  const pages = usePages();
  const openPage = useOpenPage();
  const open = () => {
    setWasOpened(true);
    setIsOpen(true);
  };
  // Its code is not needed to draw a page, and is there by the time somebody presses the keys.
  useEffect(() => void loadWindow(), []);
  useShortcuts([{ keys: PALETTE_KEYS, title: words.openPalette, run: open }]);
  usePageShortcuts(pages, openPage);
  return (
    <>
      <Button
        variant="outline"
        size="sm"
        aria-keyshortcuts="Control+K Meta+K"
        className="text-muted-foreground max-sm:size-9 max-sm:px-0"
        onClick={open}
      >
        <Search aria-hidden />
        <span className="max-sm:sr-only">
          {words.search} <span className="sr-only">{words.andCommands}</span>
        </span>
        <kbd aria-hidden className="font-sans text-xs max-md:hidden">
          {keysText(PALETTE_KEYS)}
        </kbd>
      </Button>
      {wasOpened && (
        <Suspense fallback={null}>
          <PaletteWindow
            pages={pages}
            isOpen={isOpen}
            onPage={(page) => {
              setIsOpen(false);
              openPage(page);
            }}
            onClose={() => setIsOpen(false)}
          />
        </Suspense>
      )}
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
        : [{ keys: `g ${page.key}`, title: words.goTo(page.title), run: () => open(page) }],
    ),
  );
}
