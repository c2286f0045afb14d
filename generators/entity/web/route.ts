// The page itself: its title, and what stands under it.
import { capital } from "../../names/identifiers.ts";
import { type EntityModel, scopesOf } from "../model.ts";
import { WIDTH, indented, paragraphs, quoted } from "../print.ts";
import { attribute } from "./fields.ts";
import { conditional } from "./item.ts";
import { has, isOpenTo, namesMembers, pathOf, readers } from "./names.ts";

/** `routes/_app/<many>.tsx`. */
export function routeFile(model: EntityModel): string {
  const { Many, fileMany, manyWords, table } = model.names;
  const isForAll = readers(model).length === model.roles.length;
  const parts = partsText(model);
  const code = parts.join("\n");
  const uses = (name: string) => code.includes(name);
  const asks = !isForAll || uses("can(");
  return (
    paragraphs(
      [
        ...(asks ? [`import { can } from "@repo/validators/access";`] : []),
        `import { createFileRoute } from "@tanstack/react-router";`,
        ...(isForAll ? [] : [`import { Lock } from "lucide-react";`]),
      ].join("\n"),
      [
        `import { PageTitle } from "../../layout/page-title.tsx";`,
        ...(asks ? [`import { useMe } from "../../session/session.ts";`] : []),
        ...(uses("<InTeam") ? [`import { InTeam } from "../../teams/in-team.tsx";`] : []),
        ...(uses("<May") ? [`import { May } from "../../teams/may.tsx";`] : []),
        ...(uses("<TeamMembers") ? [`import { TeamMembers } from "../../teams/members.tsx";`] : []),
        ...(isForAll ? [] : [`import { MessagePanel } from "../../ui/message-panel.tsx";`]),
        ...ownParts(model),
      ]
        .toSorted((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1))
        .join("\n"),
      `export const Route = createFileRoute("/_app/${fileMany}")({ component: ${Many}Page });`,
      [
        `function ${Many}Page() {`,
        ...(asks ? ["  const me = useMe();"] : []),
        ...(isForAll ? [] : lockText(table)),
        "  return (",
        `    <div className="grid gap-6">`,
        indented(titled(capital(manyWords), subtitle(model)), 6),
        ...parts.map((part) => indented(part, 6)),
        "    </div>",
        "  );",
        "}",
      ].join("\n"),
    ) + "\n"
  );
}

function ownParts(model: EntityModel): string[] {
  const { One, fileOne, fileMany } = model.names;
  return [
    ...(has(model, "create")
      ? [`import { Create${One}Form } from "../../${fileMany}/create-${fileOne}-form.tsx";`]
      : []),
    `import { ${One}List } from "../../${fileMany}/${fileOne}-list.tsx";`,
  ];
}

function subtitle(model: EntityModel): string {
  const live = "are live in every window you open.";
  const scopes = scopesOf(model, "read");
  if (scopes.has("team")) return `The team shares these. They ${live}`;
  if (scopes.has("led")) return `Only owners of the team see these. They ${live}`;
  return `${scopes.has("all") ? "They" : "Only you see these. They"} ${live}`;
}

/** What stands under the title: the form for those who may make a row, and the list. */
function partsText(model: EntityModel): string[] {
  const { One, table } = model.names;
  const permission = quoted(`${table}.create`);
  const form = `<Create${One}Form />`;
  const shown = isOpenTo(model, "create")
    ? form
    : model.team === null
      ? conditional(`can(me.role, ${permission})`, form)
      : around(`<May permission=${permission}>`, [form]);
  const parts = [...(has(model, "create") ? [shown] : []), `<${One}List />`];
  if (model.team === null) return parts;
  const inTeam = namesMembers(model) ? [around("<TeamMembers>", parts)] : parts;
  return [around(`<InTeam permission=${quoted(`${table}.read`)}>`, inTeam)];
}

/** An element with others in it. */
function around(start: string, children: readonly string[]): string {
  const [name] = /\w+/.exec(start)!;
  return [start, ...children.map((child) => indented(child, 2)), `</${name}>`].join("\n");
}

function titled(title: string, text: string): string {
  const start = `<PageTitle title=${attribute(title)}>`;
  const line = `${start}${text}</PageTitle>`;
  return line.length + 6 <= WIDTH ? line : [start, `  ${text}`, "</PageTitle>"].join("\n");
}

function lockText(table: string): string[] {
  return [
    `  if (!can(me.role, ${quoted(`${table}.read`)})) {`,
    "    return (",
    "      <MessagePanel",
    "        icon={<Lock aria-hidden />}",
    `        title="This page is not for your role"`,
    "        headingLevel={1}",
    "      >",
    "        You are signed in as {me.name}, who is {me.role}. Ask an administrator if you need it.",
    "      </MessagePanel>",
    "    );",
    "  }",
  ];
}
