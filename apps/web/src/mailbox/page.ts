// Where the page of e-mails stands in the navigation.
import { Mail } from "lucide-react";

import type { Page } from "../layout/pages.ts";

export const page: Page = { to: "/mailbox", title: "E-mails", icon: Mail, access: "emails.read" };
