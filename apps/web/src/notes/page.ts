// Where the page of notes stands in the navigation.
import { NotebookPen } from "lucide-react";

import type { Page } from "../layout/pages.ts";

export const page: Page = { to: "/notes", title: "Notes", icon: NotebookPen };
