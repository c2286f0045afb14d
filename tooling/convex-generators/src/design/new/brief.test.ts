import { describe, expect, test } from "vitest";
import { draftOf } from "./brief.ts";
import { guessField } from "./guess.ts";

const brief = `# Tool library

Members of a neighborhood lend each other tools.

## Catalog
Tools that can be borrowed.
- As a member I find a tool by words.
- As a **steward**, I add tools.

## Lending

* As a member I borrow a tool, and see when the loan is due
* As an admin I see late loans

## Data

- Tool: name, kind (garden, wood, metal), deposit, photo
- Loan: tool, borrower, due on, note (optional)
- Rules: everything that is borrowed has to come back within two weeks of the loan
`;

describe("a text of features and stories", () => {
  const draft = draftOf(brief);

  test("names the app and says what it is for", () => {
    expect(draft.name).toBe("Tool library");
    expect(draft.about).toBe("Members of a neighborhood lend each other tools.");
  });

  test("has a feature for each heading with stories, and the tables that these name", () => {
    expect(draft.features).toEqual({
      catalog: {
        about: "Tools that can be borrowed.",
        stories: ["As a member I find a tool by words.", "As a steward, I add tools."],
        entities: ["tool"],
      },
      lending: {
        about: "Lending",
        stories: [
          "As a member I borrow a tool, and see when the loan is due",
          "As an admin I see late loans",
        ],
        entities: ["tool", "loan"],
      },
    });
  });

  test("has the roles of its stories beside those that every app has", () => {
    expect(draft.roles).toEqual({ steward: { extends: "member" } });
  });

  test("has tables with fields of a type that their names suggest", () => {
    expect(draft.entities).toEqual({
      tool: {
        fields: {
          name: "string(1..120)",
          kind: "enum(garden,wood,metal)=garden",
          deposit: "money(EUR)",
          photo: "file?",
        },
        access: ["member:all:read", "admin:all"],
      },
      loan: {
        fields: {
          toolId: "ref(tools)+restrict",
          borrowerId: "ref(users)+owner",
          dueOn: "day",
          note: "text?",
        },
        access: ["member:own", "admin:all"],
      },
    });
  });

  test("says nothing of what it does not have", () => {
    expect(draftOf("Just an idea")).toEqual({ name: "Just an idea" });
    expect(draftOf("")).toEqual({});
  });

  test("may come from an editor of another system", () => {
    expect(draftOf(`\ufeff${brief.replaceAll("\n", "\r\n")}`)).toEqual(draft);
  });
});

test.each([
  ["title:string(1..80)+search", "title:string(1..80)+search"],
  ["E-mail", "eMail:email"],
  ["is listed", "isListed:bool=false"],
  ["Höhe", "hohe:string(1..120)"],
  ["tools", "toolsId:ref(tools)+restrict"],
  ["tool (optional)", "toolId:ref(tools)?+clear"],
  ["closed at", "closedAt:date"],
  ["!!!", null],
])("a field written as %s", (text, field) => {
  expect(guessField(text, { tool: "tools" })).toBe(field);
});
