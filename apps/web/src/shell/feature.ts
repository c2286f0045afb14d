// What a feature adds to the shell. Each folder of `features/` says so itself, in its `feature.ts`: removing the
// folder removes its pages from the navigation, the palette and the shortcuts.
import type { Permission } from "@repo/validators/access";
import type { LinkProps } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import { lazy, type ComponentType } from "react";

/** `team`: the rows of the team in the address; `own`: one's own; `admin`: the whole app. */
export type Section = "team" | "own" | "admin";

/** A page of the navigation. */
export interface Page {
  to: NonNullable<LinkProps["to"]>;
  title: string;
  icon: LucideIcon;
  section: Section;
  /** Its place among the pages of its section; those without one follow, by title. */
  order?: number;
  /** What a role must hold for the page to appear; absent for everybody who is signed in. */
  access?: Permission;
  /** The second key of its shortcut, after `g`. */
  key?: string;
}

/** Rows in the command palette that depend on what is typed, such as matches of a search. */
export type PaletteResults = ComponentType<{ term: string; onDone: () => void }>;

export interface Feature {
  pages: readonly Page[];
  /** Loaded when the palette opens. */
  palette?: () => Promise<{ default: PaletteResults }>;
  /** A button at the top of every page, such as the bell. */
  header?: () => Promise<{ default: ComponentType }>;
}

const modules = import.meta.glob<{ feature: Feature }>("../features/*/feature.ts", { eager: true });

export const features: readonly Feature[] = Object.values(modules).map(({ feature }) => feature);

/** What features show at the top of every page. */
export const headerItems: readonly ComponentType[] = features.flatMap(({ header }) =>
  header ? [lazy(header)] : [],
);
