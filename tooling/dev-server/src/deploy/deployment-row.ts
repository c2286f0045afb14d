// The one row of `_deployments`: names the manifest file of what is deployed.

import type { Transaction } from "../kernel/database-types.ts";

const TABLE = "_deployments";
const ROOT_SYSTEM = { component: "", system: true } as const;

export interface DeploymentRow {
  _id: string;
  /** sha256 (hex) of the manifest file. */
  manifest: string;
  /** Grows by one with each push. */
  push: number;
}

/** The row, or null before the first push. */
export function readDeploymentRow(tx: Transaction): DeploymentRow | null {
  const stream = tx.query(ROOT_SYSTEM, {
    source: { type: "FullTableScan", tableName: TABLE, order: "asc" },
    operators: [],
  });
  const next = stream.next();
  stream.close();
  return next === null ? null : (JSON.parse(next) as DeploymentRow);
}

/** Replaces the row. */
export function writeDeploymentRow(tx: Transaction, manifest: string): void {
  const row = readDeploymentRow(tx);
  if (row === null) {
    tx.insert(ROOT_SYSTEM, TABLE, { manifest, push: 1 });
  } else {
    tx.patch(ROOT_SYSTEM, row._id, { manifest, push: row.push + 1 }, TABLE);
  }
}
