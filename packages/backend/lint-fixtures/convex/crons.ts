// Jobs at the busiest minute, with settings from outside the declared ones.
import { cronJobs } from "convex/server";
import { internal } from "../../convex/_generated/api";

const crons = cronJobs();
crons.daily(
  "demo",
  // fires: @convex-dev/no-top-of-hour-crons
  { hourUTC: 3, minuteUTC: 0 },
  internal.seed.run,
);
// fires: @convex-dev/no-process-env
console.log(process.env.HOUR);

export default crons;
