import { createFileRoute } from "@tanstack/react-router";

import { MemoryPage } from "@/features/assistant/memory-page";

export const Route = createFileRoute("/_app/assistant/memory")({ component: MemoryPage });
