// The frame of every page for people who are signed in.
import { APP_NAME } from "@repo/validators/app";
import { Link } from "@tanstack/react-router";
import { Suspense, type ReactNode } from "react";

import { AccountMenu } from "./account-menu";
import { Brand } from "./brand";
import { CommandPalette } from "./command-palette";
import { headerItems } from "./feature";
import { Navigation, NavigationDrawer } from "./navigation";
import { ShortcutSheet, useShortcutKeys } from "./shortcuts";
import { TeamSwitcher } from "./team-switcher";
import { words } from "./words";

export function AppShell({ children }: { children: ReactNode }) {
  useShortcutKeys();
  return (
    <>
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:fixed focus:top-2 focus:left-2 focus:z-50 focus:rounded-md focus:bg-card focus:px-3 focus:py-2"
      >
        {words.skip}
      </a>
      <header className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b bg-background/95 px-3 backdrop-blur-sm sm:px-4">
        <NavigationDrawer />
        <Link
          to="/"
          aria-label={words.home(APP_NAME)}
          className="flex items-center rounded-md px-1 max-sm:hidden lg:w-52"
        >
          <Brand />
        </Link>
        <TeamSwitcher />
        <div className="ml-auto flex items-center gap-1 sm:gap-2">
          <CommandPalette />
          <Suspense fallback={<span className="size-9" />}>
            {headerItems.map((Item, index) => (
              <Item key={index} />
            ))}
          </Suspense>
          <AccountMenu />
        </div>
      </header>
      <div className="mx-auto flex max-w-[100rem]">
        <div className="sticky top-14 h-[calc(100dvh-3.5rem)] w-60 shrink-0 overflow-y-auto border-r px-2 py-5 max-lg:hidden">
          <Navigation />
        </div>
        <main id="content" className="min-w-0 flex-1 px-4 py-6 sm:px-8 sm:py-8">
          {children}
        </main>
      </div>
      <ShortcutSheet />
    </>
  );
}
