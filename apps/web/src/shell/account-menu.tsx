// Who is signed in, the theme, and signing out.
import { Link } from "@tanstack/react-router";
import { LogOut, UserRound } from "lucide-react";

import { Avatar, AvatarFallback, AvatarImage } from "@/components/ui/avatar";
import { Button } from "@/components/ui/button";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { setTheme, themes, useTheme, type Theme } from "@/lib/theme";
import { useMe } from "@/session/session";
import { useSignOut } from "@/session/use-sign-out";

import { words } from "./words";

export function AccountMenu() {
  const me = useMe();
  const signOut = useSignOut();
  const theme = useTheme();
  return (
    <DropdownMenu>
      <DropdownMenuTrigger asChild>
        <Button variant="ghost" className="gap-2.5 px-1.5" data-testid="signed-in-as">
          <Avatar aria-hidden>
            {me.avatarUrl && <AvatarImage src={me.avatarUrl} alt="" />}
            <AvatarFallback>{me.name.charAt(0).toUpperCase()}</AvatarFallback>
          </Avatar>
          <span className="sr-only">{words.accountOf}</span>
          <span className="grid max-w-40 text-left leading-tight max-lg:sr-only">
            <span className="truncate text-foreground">{me.name}</span>
            <span className="text-xs font-normal capitalize">{me.role}</span>
          </span>
        </Button>
      </DropdownMenuTrigger>
      <DropdownMenuContent align="end" className="w-60">
        <DropdownMenuLabel className="grid gap-0.5">
          <span className="truncate text-sm text-foreground">{me.name}</span>
          <span className="truncate font-normal">{me.email}</span>
          <span className="font-normal capitalize">{me.role}</span>
        </DropdownMenuLabel>
        <DropdownMenuSeparator />
        <DropdownMenuItem asChild>
          <Link to="/account">
            <UserRound aria-hidden />
            {words.account}
          </Link>
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuLabel>{words.theme}</DropdownMenuLabel>
        <DropdownMenuRadioGroup value={theme} onValueChange={(value) => setTheme(value as Theme)}>
          {themes.map((value) => (
            // Stays open: the person sees what they chose.
            <DropdownMenuRadioItem
              key={value}
              value={value}
              onSelect={(event) => event.preventDefault()}
            >
              {words.themes[value]}
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem onSelect={() => void signOut()}>
          <LogOut aria-hidden />
          {words.signOut}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
