// The links to the pages: beside them on a wide screen, in a drawer on a phone.
import { Link } from "@tanstack/react-router";
import { Menu } from "lucide-react";
import { useState } from "react";

import { Button } from "@/components/ui/button";
import {
  Sheet,
  SheetContent,
  SheetDescription,
  SheetTitle,
  SheetTrigger,
} from "@/components/ui/sheet";
import { useMe } from "@/session/session";
import { useShownTeam } from "@/session/teams";

import type { Page } from "./feature";
import { pagesFor } from "./pages";
import { words } from "./words";

/** The sections with their pages. `onFollow` runs when a link is followed. */
export function Navigation({ onFollow }: { onFollow?: () => void }) {
  const pages = pagesFor(useMe().role);
  const team = useShownTeam();
  return (
    <nav aria-label={words.pages} className="grid gap-6">
      {team && <PageLinks title={team.name} pages={pages.team} onFollow={onFollow} />}
      <PageLinks title={words.own} pages={pages.own} onFollow={onFollow} />
      <PageLinks title={words.administration} pages={pages.admin} onFollow={onFollow} />
    </nav>
  );
}

function PageLinks({
  title,
  pages,
  onFollow,
}: {
  title: string;
  pages: readonly Page[];
  onFollow?: (() => void) | undefined;
}) {
  const team = useShownTeam();
  if (pages.length === 0) return null;
  return (
    <div className="grid gap-1">
      <p className="truncate px-3 text-xs font-medium text-muted-foreground">{title}</p>
      <ul className="grid gap-0.5">
        {pages.map(({ to, title, icon: Icon }) => (
          <li key={to}>
            <Link
              to={to}
              {...(team && { params: { team: team._id } as never })}
              activeOptions={{ exact: to === "/t/$team" }}
              onClick={onFollow}
              className="flex h-9 items-center gap-2.5 rounded-md px-3 text-sm font-medium text-muted-foreground transition-colors hover:bg-muted hover:text-foreground data-[status=active]:bg-accent data-[status=active]:text-accent-foreground [&_svg]:size-4"
            >
              <Icon aria-hidden />
              {title}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** The navigation on a phone. */
export function NavigationDrawer() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Sheet open={isOpen} onOpenChange={setIsOpen}>
      <SheetTrigger asChild>
        <Button variant="ghost" size="icon" aria-label={words.openNavigation} className="lg:hidden">
          <Menu aria-hidden />
        </Button>
      </SheetTrigger>
      <SheetContent side="left">
        <SheetTitle>{words.pages}</SheetTitle>
        <SheetDescription className="sr-only">{words.choosePage}</SheetDescription>
        <Navigation onFollow={() => setIsOpen(false)} />
      </SheetContent>
    </Sheet>
  );
}
