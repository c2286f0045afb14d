// fires: NODE_RUNTIME
"use node";

export const hash = "hash";
