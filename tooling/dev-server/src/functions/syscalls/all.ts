// Every system call of queries and mutations but `1.0/runUdf`, which the event loop serves.

import { documentSyscalls, querySyncSyscalls, querySyscalls } from "./database.ts";
import { metaSyncSyscalls, metaSyscalls } from "./meta.ts";
import { schedulingSyscalls } from "./scheduling.ts";
import { storageSyscalls } from "./storage.ts";
import type { Syscalls } from "./syscalls.ts";

export const asyncSyscalls: Syscalls = {
  ...documentSyscalls,
  ...querySyscalls,
  ...schedulingSyscalls,
  ...storageSyscalls,
  ...metaSyscalls,
};

export const syncSyscalls: Syscalls = { ...querySyncSyscalls, ...metaSyncSyscalls };
