import { describe, expect, test } from "vitest";
import { textOfMarkdown } from "../../convex/model/knowledge/markdown.ts";

const textOf = (markdown: string) => textOfMarkdown(markdown).text;

const page = `---
title: "Rates & \\"fees\\""
sidebar_position: 3
description: >-
  What each town
  charges.
tags: [a, b]
---

import Tabs from "@theme/Tabs";
import {
  Card,
  Icon,
} from '../components';
export const rate = {
  bonn: 12,

  koeln: 13,
};

# Rates

{/* a note to editors */}
<Tabs groupId="town" items={["Bonn", () => { return <b>no</b>; }]}>
  <Card title="Bonn" icon={<Icon name="x" />}>
    Bonn charges <b>twelve</b> euros.<br/>Always.
  </Card>
</Tabs>

<!-- not shown -->
Use \`import x from "y"\` and \`<Tabs>\` in code.

\`\`\`tsx title="app.tsx"
import Tabs from "@theme/Tabs";

export const App = () => <Tabs>{/* kept */}</Tabs>;
\`\`\`
`;

describe("a page of MDX", () => {
  test("is read without front matter, imports, exports, tags and comments, and code stays", () => {
    expect(textOf(page).replace(/^ +/gm, "")).toBe(
      [
        "# Rates",
        "Bonn charges twelve euros.\nAlways.",
        'Use `import x from "y"` and `<Tabs>` in code.',
        '```tsx title="app.tsx"\nimport Tabs from "@theme/Tabs";\n\n' +
          "export const App = () => <Tabs>{/* kept */}</Tabs>;\n```",
      ].join("\n\n"),
    );
  });

  test("tells its title and its description", () => {
    const { title, description } = textOfMarkdown(page);
    expect([title, description]).toEqual(['Rates & "fees"', "What each town charges."]);
  });
});

describe("front matter", () => {
  test.each([
    ["---\ntitle: Plain # with a comment\n---\nText", "Plain"],
    ["---\r\ntitle: 'It''s quoted'\r\n---\r\nText", "It's quoted"],
    ['+++\ntitle = "Of TOML"\n+++\nText', "Of TOML"],
    ["\uFEFF---\ntitle: After a mark\n---\nText", "After a mark"],
    ["---\nslug: /x\nmeta:\n  title: Of another\n---\nText", undefined],
    ["---\n---\nText", undefined],
  ])("%j has the title %j", (markdown, title) => {
    expect(textOfMarkdown(markdown)).toMatchObject({ title, text: "Text" });
  });

  test.each([
    "---\nA sentence between two rules.\n---\nText",
    "Text\n\n---\ntitle: no\n---",
    "---\ntitle: open",
  ])("is nothing that is text: %j", (markdown) => {
    expect(textOfMarkdown(markdown)).toMatchObject({ title: undefined, text: markdown });
  });
});

describe("text that looks like code", () => {
  test.each([
    "import duties are paid by the buyer.",
    "export of goods takes a week.",
    "Say if a < b and c > d.",
    "See <https://example.com/a> or write to <me@example.com>.",
    "An open <tag that nothing closes\n\nis text.",
    "I <3 this {/* open",
    "5 <!-- open",
    "Braces {like these} stay.",
    "~~~\nimport x from 'y'\n<b>",
  ])("is left as it is: %j", (markdown) => {
    expect(textOf(markdown)).toBe(markdown);
  });
});

test.each(["<a {", "`", "``` ` ", "import {\n", "<!--", '<a b="', "---\n"])(
  "a long page of %j is read in one pass or little more",
  (part) => {
    const long = part.repeat(Math.ceil(300_000 / part.length));
    expect(textOf(long).length).toBeLessThanOrEqual(long.length);
  },
);
