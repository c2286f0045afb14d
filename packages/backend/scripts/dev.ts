// `pnpm dev`: runs this workspace with the development command of `@groundwork/dev`.
import { resolve } from "node:path";
import { main } from "@groundwork/dev/main";
import { APP_NAME } from "@repo/validators/app";
import { demoAccounts } from "@repo/validators/demo";
import { generateAuthKeys } from "../embedded/auth-keys.ts";

const root = resolve(import.meta.dirname, "../../..");
const app = { name: APP_NAME, root, demoAccounts, generateAuthKeys };
process.exit(await main(app, process.argv.slice(2)));
