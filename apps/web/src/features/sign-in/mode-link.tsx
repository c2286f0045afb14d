import { createContext, use, type MouseEvent, type ReactNode } from "react";

import { cn } from "@/lib/utils";
import type { FirstPageProps } from "@/shell/visitors";

import type { SignInSearch } from "./search";

export const FollowContext = createContext<FirstPageProps["follow"]>((address) =>
  location.assign(address),
);

/** Leads from one form of the sign-in page to another. */
export function ModeLink({
  search,
  className,
  children,
}: {
  search: SignInSearch;
  className?: string;
  children: ReactNode;
}) {
  const follow = use(FollowContext);
  const address = signInAddress(search);
  const onClick = (event: MouseEvent) => {
    // A click for another tab is left to the browser.
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    follow(address);
  };
  return (
    <a
      href={address}
      onClick={onClick}
      className={cn("text-primary underline underline-offset-4", className)}
    >
      {children}
    </a>
  );
}

function signInAddress({ mode, next }: SignInSearch): string {
  const params = new URLSearchParams({ ...(mode && { mode }), ...(next && { next }) });
  return params.size === 0 ? "/sign-in" : `/sign-in?${params}`;
}
