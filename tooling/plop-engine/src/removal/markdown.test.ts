import { expect, test } from "vitest";
import { cutPage } from "./markdown.ts";

const isRemoved = (target: string) => target === "rag.md" || target === "src/rag.ts";
const cut = (text: string) => cutPage("a.md", text, isRemoved);

test("rows, items and links that name a removed file go", () => {
  const page = `# Pages

| topic | page |
| --- | --- |
| answers | [RAG](rag.md) |
| files | [files](files.md) |

- \`src/rag.ts\`: the index,
  in two lines
- \`src/files.ts\`: the bytes

1. Services: [one](one.md), [RAG](rag.md#index), [two](two.md)
`;
  expect(cut(page)).toEqual({
    left: [],
    text: `# Pages

| topic | page |
| --- | --- |
| files | [files](files.md) |

- \`src/files.ts\`: the bytes

1. Services: [one](one.md), [two](two.md)
`,
  });
});

test("a table and a list of nothing else go whole", () => {
  const page =
    "# Pages\n\n| a | b |\n| - | - |\n| [RAG](rag.md) | x |\n\n- [RAG](rag.md)\n\nEnd.\n";
  expect(cut(page).text).toBe("# Pages\n\nEnd.\n");
});

test("a sentence is named, with its line", () => {
  const page = "# Pages\n\nAs for answers,\nsee [RAG](rag.md).\n";
  expect(cut(page).left).toEqual([{ path: "a.md", line: 4, text: "see [RAG](rag.md)." }]);
});

test("a page that names nothing removed stays as it is", () => {
  const page = "# Pages\n\n\n\n- [files](files.md)\n";
  expect(cut(page)).toEqual({ text: page, left: [] });
});
