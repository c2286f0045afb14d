// What a feature adds to what visitors see first, in its `visitors.ts`. Apart from `feature.ts`, because a visitor loads nothing
// of the pages behind the sign-in, however many there are.
import type { LucideIcon } from "lucide-react";
import { lazy, type ComponentType } from "react";

/** What visitors read about a feature before they sign in. */
export interface LandingPoint {
  icon: LucideIcon;
  title: string;
  text: string;
  /** Its place among the points. */
  order: number;
}

export interface FirstPageProps {
  /** Opens another address of the app without loading the page again. */
  follow: (address: string) => void;
}

/** A page that is drawn without the router where somebody opens it first; its route draws it everywhere else. */
export interface FirstPage {
  path: string;
  load: () => Promise<{ default: ComponentType<FirstPageProps> }>;
}

export interface ForVisitors {
  landing?: LandingPoint;
  page?: FirstPage;
  /** Another way in, below the buttons of the landing page. */
  wayIn?: () => Promise<{ default: ComponentType }>;
}

const modules = import.meta.glob<{ forVisitors: ForVisitors }>("../features/*/visitors.ts", {
  eager: true,
});
const ofFeatures = Object.values(modules).map(({ forVisitors }) => forVisitors);

/** What the landing page says, in its order. */
export const landingPoints: readonly LandingPoint[] = ofFeatures
  .flatMap(({ landing }) => landing ?? [])
  .toSorted((one, other) => one.order - other.order);

/** Pages that are drawn without the router where they are opened first. */
export const firstPages: readonly FirstPage[] = ofFeatures.flatMap(({ page }) => page ?? []);

/** Ways in, besides the pages to sign in and to sign up. */
export const waysIn: readonly ComponentType[] = ofFeatures.flatMap(({ wayIn }) =>
  wayIn ? [lazy(wayIn)] : [],
);
