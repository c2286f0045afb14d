// How often the rate limits of the app let somebody do something: `30/minute`.
import { layout } from "../../repository/layout.ts";
import { constant } from "./syntax/constants.ts";
import type { DescribedProject } from "./project.ts";

const units = ["second", "minute", "hour", "day"] as const;

/** Rate limit → its rate; null for one with a burst of its own. */
export function ratesOf({ modules, isOurs }: DescribedProject): Record<string, string | null> {
  const module = isOurs ? modules.at(layout.rateLimits) : null;
  const place = module && modules.find(module, "rateLimits");
  if (place === null) return {};
  const rates = [...modules.members(place)].map(([name, limit]) => {
    const member = (key: string) => modules.member(limit, key);
    const [rate, capacity] = ["rate", "capacity"].map((key) => {
      const found = member(key);
      return found && constant(modules, found);
    });
    const period = member("period")?.node;
    const unit =
      period?.type === "Identifier" && units.find((one) => one.toUpperCase() === period.name);
    const isPlain = typeof rate === "number" && rate === capacity && unit;
    return [name, isPlain ? `${rate}/${unit}` : null];
  });
  return Object.fromEntries(rates) as Record<string, string | null>;
}
