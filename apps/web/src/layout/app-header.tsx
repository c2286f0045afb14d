// The top of every page for signed-in users: navigation, name and role, sign-out.
import { APP_NAME } from "@repo/validators/app";
import { Link } from "@tanstack/react-router";
import { LogOut } from "lucide-react";
import { useState } from "react";

import { useSignOut } from "../session/use-sign-out.ts";
import type { Me } from "../session/session.ts";
import { Button } from "../ui/button.tsx";
import { Brand } from "./brand.tsx";
import { type Page, pagesFor } from "./pages.ts";

export function AppHeader({ me }: { me: Me }) {
  return (
    <header className="sticky top-0 z-30 border-b border-line bg-surface/95 backdrop-blur-sm">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:rounded-lg focus:bg-surface focus:px-3 focus:py-2"
      >
        Skip to content
      </a>
      <div className="mx-auto flex max-w-4xl flex-wrap items-center gap-x-6 px-4 sm:min-h-16 sm:flex-nowrap sm:px-6">
        <Link
          to="/notes"
          className="flex items-center rounded-lg py-3 sm:py-0"
          aria-label={`${APP_NAME}, home`}
        >
          <Brand />
        </Link>
        <nav
          aria-label="Pages"
          className="order-last -mx-1 flex w-full flex-wrap gap-1 pb-2 sm:order-none sm:mx-0 sm:w-auto sm:py-2"
        >
          {pagesFor(me.role).map((page) => (
            <NavigationLink key={page.to} page={page} />
          ))}
        </nav>
        <SignedInAs me={me} />
      </div>
    </header>
  );
}

function NavigationLink({ page }: { page: Page }) {
  const { to, title, icon: Icon } = page;
  return (
    <Link
      to={to}
      className="inline-flex h-9 items-center gap-2 rounded-lg px-3 text-sm font-medium text-muted transition-colors hover:bg-sunken hover:text-ink data-[status=active]:bg-accent-soft data-[status=active]:text-accent [&_svg]:size-4"
    >
      <Icon aria-hidden />
      {title}
    </Link>
  );
}

function SignedInAs({ me }: { me: Me }) {
  const signOut = useSignOut();
  const [isLeaving, setIsLeaving] = useState(false);
  const leave = () => {
    setIsLeaving(true);
    void signOut();
  };
  return (
    <div className="ml-auto flex min-w-0 items-center gap-3 sm:shrink-0">
      <div className="grid max-w-48 min-w-0 text-right leading-tight" data-testid="signed-in-as">
        <span className="truncate text-sm font-medium">{me.name}</span>
        <span className="text-xs text-muted capitalize">{me.role}</span>
      </div>
      <Button variant="secondary" size="small" isBusy={isLeaving} onClick={leave}>
        {!isLeaving && <LogOut aria-hidden />}
        <span className="max-sm:sr-only">Sign out</span>
      </Button>
    </div>
  );
}
