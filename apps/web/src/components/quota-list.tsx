// How much of each quota is used, with a warning before it is full.
import type { PublicQuota } from "@repo/validators/platform/quotas";

import { labelOf } from "@/components/labels";
import { RowList } from "@/components/paged-list";
import { Badge } from "@/components/ui/badge";
import { Progress } from "@/components/ui/progress";
import { listText, numberText } from "@/lib/language";
import { sizeText } from "@/lib/uploads";

import { words } from "./words";

type Level = "low" | "near" | "full";
type Use = PublicQuota["rows"];

/** The share from which a quota counts as nearly full. */
const NEAR = 0.8;

/** What a new row is refused at is full, even when nothing is stored: an admin may set a limit of 0. */
function shareOf({ used, limit }: Use): number {
  return used >= limit ? 1 : used / limit;
}

function levelOf(share: number): Level {
  if (share === 1) return "full";
  return share >= NEAR ? "near" : "low";
}

const fullest = ({ rows, bytes }: PublicQuota) => Math.max(shareOf(rows), shareOf(bytes));

/**
 * Lists the quotas that something counts on, the fullest first. Kinds of rows without any are left out.
 * `label` is what the list is, for screen readers.
 */
export function QuotaList({ quotas, label }: { quotas: readonly PublicQuota[]; label: string }) {
  const shown = quotas
    .filter((quota) => quota.rows.used > 0 || fullest(quota) === 1)
    .sort((a, b) => fullest(b) - fullest(a));
  return (
    <div className="grid gap-4">
      <p role="status" className="text-muted-foreground">
        {summaryOf(shown)}
      </p>
      {shown.length > 0 && (
        <RowList label={label}>
          {shown.map((quota) => (
            <QuotaRow key={quota.table} quota={quota} />
          ))}
        </RowList>
      )}
    </div>
  );
}

function summaryOf(shown: readonly PublicQuota[]): string {
  if (shown.length === 0) return words.nothingStored;
  const at = (level: Level) =>
    shown.filter((quota) => levelOf(fullest(quota)) === level).map(({ table }) => labelOf(table));
  const [full, near] = [at("full"), at("near")];
  const sentences = [
    ...(full.length > 0 ? [words.someFull(listText(full))] : []),
    ...(near.length > 0 ? [words.someNearlyFull(listText(near))] : []),
  ];
  return sentences.join(" ") || words.noneFull;
}

function QuotaRow({ quota }: { quota: PublicQuota }) {
  const table = labelOf(quota.table);
  const level = levelOf(fullest(quota));
  return (
    <li className="grid gap-3 p-4">
      <div className="flex items-center justify-between gap-2">
        <span className="font-medium">{table}</span>
        {level === "near" && <Badge variant="warning">{words.nearlyFull}</Badge>}
        {level === "full" && <Badge variant="destructive">{words.full}</Badge>}
      </div>
      <div className="grid gap-3 sm:grid-cols-2 sm:gap-6">
        <UseBar table={table} unit={words.rows} use={quota.rows} text={numberText} />
        <UseBar table={table} unit={words.bytes} use={quota.bytes} text={sizeText} />
      </div>
    </li>
  );
}

const barColors: Record<Level, string> = {
  low: "",
  near: "*:bg-warning",
  full: "*:bg-destructive",
};

function UseBar({
  table,
  unit,
  use,
  text,
}: {
  table: string;
  unit: string;
  use: Use;
  text: (amount: number) => string;
}) {
  const share = shareOf(use);
  const amounts = words.of(text(use.used), text(use.limit));
  return (
    <div className="grid gap-1 text-sm">
      <div className="flex justify-between gap-2">
        <span className="text-muted-foreground">{unit}</span>
        <span>{amounts}</span>
      </div>
      <Progress
        value={share * 100}
        aria-label={words.useOf(table, unit)}
        getValueLabel={() => amounts}
        className={barColors[levelOf(share)]}
      />
    </div>
  );
}
