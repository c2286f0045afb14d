// Where the page of people stands in the navigation.
import { Users } from "lucide-react";

import type { Page } from "../layout/pages.ts";

export const page: Page = { to: "/people", title: "People", icon: Users, access: "users.read" };
