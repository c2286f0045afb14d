// The components of knowledge, by where they are in the app.
import rag from "@convex-dev/rag/test";
import workpool from "@convex-dev/workpool/test";

export const knowledgeComponents = { rag, "rag/workpool": workpool };
