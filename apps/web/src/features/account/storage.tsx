import { api } from "@repo/backend/_generated/api";
import { useQuery } from "convex/react";

import { labelOf } from "@/components/labels";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeader,
  TableRow,
} from "@/components/ui/table";
import { sizeText } from "@/lib/uploads";
import { PageSkeleton } from "@/components/page-skeleton";
import { numberText } from "@/lib/language";

import { words } from "./words";

/** What is used of each quota, for those that have something in them. */
export function Storage() {
  const quotas = useQuery(api.quotas.mine, {});
  if (quotas === undefined) return <PageSkeleton label={words.loading} />;
  const used = quotas.filter(({ rows }) => rows.used > 0);
  return (
    <Table aria-label={words.storage}>
      <TableHeader>
        <TableRow>
          <TableHead>{words.table}</TableHead>
          <TableHead>{words.rows}</TableHead>
          <TableHead>{words.bytes}</TableHead>
        </TableRow>
      </TableHeader>
      <TableBody>
        {used.map(({ table, rows, bytes }) => (
          <TableRow key={table}>
            <TableCell className="font-medium">{labelOf(table)}</TableCell>
            <TableCell>{words.of(numberText(rows.used), numberText(rows.limit))}</TableCell>
            <TableCell>{words.of(sizeText(bytes.used), sizeText(bytes.limit))}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
