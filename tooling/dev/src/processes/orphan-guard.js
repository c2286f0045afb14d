// Preloaded into the children of `pnpm dev`: ends the process group when its parent is gone, even
// when the parent was killed and could not clean up. Plain JavaScript, because Node loads it bare.

const parent = process.ppid;

setInterval(() => {
  if (process.ppid === parent) return;
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.exit(1);
  }
}, 500).unref();
