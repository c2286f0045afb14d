import { createFileRoute } from "@tanstack/react-router";

import { FilesPage } from "@/features/files/files-page";
import { oneOf, searchParams } from "@/lib/search-params";

export const Route = createFileRoute("/_app/files")({
  validateSearch: searchParams({ show: oneOf(["trash"]) }),
  component: FilesPage,
});
