// A test without the limits of a transaction.
// fires: TEST_UNLIMITED
import { convexTest } from "convex-test";
import schema from "../../convex/schema";

convexTest({ schema });
