// The remark above an index that another one starts with: lint refuses such a pair without a reason,
// unless one of them is staged.
import { lineStart, spliced } from "@groundwork/plop-engine/edit/source";
import { type DeclaredTable, type TableIndex, declaredIn } from "../tables/table-indexes.ts";

const RULE = "@convex-dev/no-duplicate-indexes";
const REMARK = `// eslint-disable-next-line ${RULE} -- its rows are in the order of their creation`;

/**
 * Gives each index of a table that another one starts with its remark, and takes it from those that none does.
 * @param path of the file of the table
 * @param text of the file
 */
export function withRemarks(path: string, text: string, table: string): string {
  const declared = declaredIn(path, text).find((one) => one.table === table)!;
  const splices = declared.indexes.flatMap((index) => spliceOf(declared, index));
  return splices.length === 0 ? text : spliced(declared.source, splices);
}

function spliceOf({ source, indexes }: DeclaredTable, index: TableIndex) {
  const counts = ({ kind, isStaged }: TableIndex) => kind === "index" && !isStaged;
  const isStart = indexes.some(
    (other) =>
      counts(index) &&
      counts(other) &&
      other.fields.length > index.fields.length &&
      index.fields.every((field, at) => other.fields[at] === field),
  );
  const above = source.code.slice(index.start, index.end);
  const hasRemark = above.includes(RULE);
  if (isStart === hasRemark) return [];
  const dot = index.start + above.indexOf(`.index("${index.name}"`);
  if (isStart) return [{ start: dot, end: dot, text: `\n    ${REMARK}\n    ` }];
  const remark = source.comments.find(
    ({ start, end, value }) => start >= index.start && end <= dot && value.includes(RULE),
  )!;
  const start = lineStart(source.code, remark.start);
  return [{ start, end: remark.end + 1, text: "" }];
}
