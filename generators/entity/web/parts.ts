// The parts of a page around its fields: the form that makes a row, the dialog that changes one, the list,
// one row of it, and the calls with what they show at once.
import { type EntityField, type EntityModel, inputsOf, publicOf } from "../model.ts";
import { WIDTH, importLine, indented, object, paragraphs, quoted } from "../print.ts";
import { defaultText } from "../templates/shapes.ts";
import { controlText, ownImports, packageImports } from "./fields.ts";
import { TEAM_IMPORT, fixedFields, has, pathOf, searchOf, usesTeam } from "./names.ts";

/** `create-<one>-form.tsx`. */
export function createFile(model: EntityModel): string {
  const { one, One, fileOne, words } = model.names;
  const controls = fixedFields(model).map((field) => controlText(model, field, false));
  const code = controls.join("\n");
  const { team } = model;
  // While a search is on, the list does not show what is added.
  const isSearched = model.fields.some(({ isSearchable }) => isSearchable);
  const imports = [
    ...ownImports(model, code),
    ...(team === null || usesTeam(code) ? [] : [TEAM_IMPORT]),
    `import { Button } from "../ui/button.tsx";`,
    `import { useCreateForm } from "../ui/use-row-form.ts";`,
    `import { ${One}Fields } from "./${fileOne}-fields.tsx";`,
    `import { empty${One}, ${one}Form } from "./${fileOne}-form.ts";`,
    `import { useCreate${One} } from "./${fileOne}-mutations.ts";`,
  ].toSorted((one, other) => (pathOf(one) < pathOf(other) ? -1 : 1));
  return (
    paragraphs(
      [...packageImports(model, code), `import { Plus } from "lucide-react";`].join("\n"),
      imports.join("\n"),
      [
        "/** Clears itself at once; what the server refuses is put back, so that nothing typed is lost. */",
        `export function Create${One}Form() {`,
        ...(team === null
          ? []
          : ["  const team = useTeam();", `  const create = useCreate${One}();`]),
        "  const form = useCreateForm({",
        `    shape: ${one}Form,`,
        `    initial: empty${One},`,
        team === null
          ? `    create: useCreate${One}(),`
          : `    create: (input) => create({ ...input, ${team.name}: team._id }),`,
        ...(isSearched ? [`    added: ${quoted(`The ${words} was added.`)},`] : []),
        `    refused: ${quoted(`The ${words} was not saved.`)},`,
        "  });",
        "  return (",
        "    <form",
        "      ref={form.ref}",
        "      onSubmit={form.submit}",
        "      noValidate",
        `      aria-label=${quoted(`New ${words}`)}`,
        `      className="grid gap-4 rounded-2xl border border-line bg-surface p-4 shadow-card sm:p-5"`,
        "    >",
        ...controls.map((control) => indented(control, 6)),
        `      <${One}Fields form={form} />`,
        `      <Button type="submit" isBusy={form.isBusy} className="justify-self-end">`,
        "        <Plus aria-hidden />",
        `        Add ${words}`,
        "      </Button>",
        "    </form>",
        "  );",
        "}",
      ].join("\n"),
    ) + "\n"
  );
}

/** `edit-<one>-dialog.tsx`. */
export function editFile(model: EntityModel): string {
  const { one, One, fileOne, words, table } = model.names;
  return (
    paragraphs(
      `import type { Public${One} } from "@repo/validators/${table}";`,
      [
        `import { Button } from "../ui/button.tsx";`,
        `import { Dialog } from "../ui/dialog.tsx";`,
        `import { useEditForm } from "../ui/use-row-form.ts";`,
        `import { ${One}Fields } from "./${fileOne}-fields.tsx";`,
        `import { ${one}Edit, ${one}Texts } from "./${fileOne}-form.ts";`,
        `import { useUpdate${One} } from "./${fileOne}-mutations.ts";`,
      ].join("\n"),
      [
        "/** Sends what was changed; stays open when the server refuses, so that nothing typed is lost. */",
        parameters(`export function Edit${One}Dialog`, [
          [one, `Public${One}`],
          ["onClose", "() => void"],
        ]),
        `  const update = useUpdate${One}();`,
        "  const form = useEditForm({",
        `    shape: ${one}Edit,`,
        `    initial: ${one}Texts(${one}),`,
        `    update: (changes) => update({ id: ${one}._id, ...changes }),`,
        "    onDone: onClose,",
        `    refused: ${quoted(`The ${words} was not changed.`)},`,
        "  });",
        "  return (",
        `    <Dialog title=${quoted(`Edit ${words}`)} isOpen onClose={onClose}>`,
        `      <form ref={form.ref} onSubmit={form.submit} noValidate className="grid gap-4">`,
        `        <${One}Fields form={form} autoFocus />`,
        `        <div className="flex justify-end gap-2">`,
        `          <Button variant="secondary" onClick={onClose}>`,
        "            Cancel",
        "          </Button>",
        `          <Button type="submit" isBusy={form.isBusy}>`,
        "            Save",
        "          </Button>",
        "        </div>",
        "      </form>",
        "    </Dialog>",
        "  );",
        "}",
      ].join("\n"),
    ) + "\n"
  );
}

/** The head of a component: its properties on one line where they fit. */
export function parameters(
  start: string,
  properties: readonly (readonly [string, string])[],
): string {
  const names = properties.map(([name]) => name).join(", ");
  const types = properties.map(([name, type]) => `${name}: ${type}`).join("; ");
  const line = `${start}({ ${names} }: { ${types} }) {`;
  if (line.length <= 100) return line;
  return [
    `${start}({`,
    ...properties.map(([name]) => `  ${name},`),
    "}: {",
    ...properties.map(([name, type]) => `  ${name}: ${type};`),
    "}) {",
  ].join("\n");
}

/** `<one>-mutations.ts`. */
export function mutationsFile(model: EntityModel): string {
  const { manyWords } = model.names;
  const hooks = [
    has(model, "create") ? createHook(model) : null,
    has(model, "update") ? updateHook(model) : null,
    has(model, "remove") ? removeHook(model) : null,
  ];
  const code = hooks.join("\n");
  const used = (names: readonly string[]) =>
    names.filter((name) => new RegExp(`\\b${name}[(<]`).test(code));
  const react = used(["insertAtTop", "useMutation"]);
  const optimistic = used(["changeInPages", "cleared", "removeFromPages", "temporaryId"]);
  return (
    paragraphs(
      [
        `// The mutations of ${manyWords}, with what the list shows until the server has answered.`,
        `import { api } from "@repo/backend/_generated/api";`,
        importLine(react, "convex/react"),
      ].join("\n"),
      [
        ...(code.includes("useMe()") ? [`import { useMe } from "../session/session.ts";`] : []),
        ...(code.includes("pendingFile")
          ? [`import { pendingFile } from "../ui/file-field.tsx";`]
          : []),
        ...(optimistic.length > 0 ? [importLine(optimistic, "../ui/optimistic.ts")] : []),
      ].join("\n"),
      ...hooks,
    ) + "\n"
  );
}

/** Whether a page changes anything, and so has a module of mutations. */
export function hasMutations(model: EntityModel): boolean {
  return has(model, "create") || has(model, "update") || has(model, "remove");
}

function createHook(model: EntityModel): string {
  const { One, table, article, words } = model.names;
  const filled = publicOf(model).flatMap((field) => filledText(model, field));
  const item = [
    "...input",
    ...filled,
    `_id: temporaryId<${quoted(table)}>()`,
    "_creationTime: Date.now()",
  ];
  const { team } = model;
  const needsMe = filled.some((text) => text.includes("me._id"));
  return [
    `/** Creates ${article} ${words}; it stands at the top of the list at once. */`,
    `export function useCreate${One}() {`,
    ...(needsMe ? ["  const me = useMe();"] : []),
    `  return useMutation(api.${table}.create).withOptimisticUpdate((store, input) => {`,
    "    insertAtTop({",
    `      paginatedQuery: api.${table}.list,`,
    ...(team === null ? [] : [`      argsToMatch: { ${team.name}: input.${team.name} },`]),
    "      localQueryStore: store,",
    indented(object("item: ", item, ",", 6), 6),
    "    });",
    "  });",
    "}",
  ].join("\n");
}

/** What the list shows of a field that the caller did not give, or gave otherwise than it is shown. */
function filledText({ owner }: EntityModel, field: EntityField): string[] {
  const { name, type, list } = field;
  if (owner !== null && name === owner.name) return [`${name}: me._id`];
  if (type === "file")
    return field.isOptional
      ? [`${name}: undefined`]
      : [`${name}: ${list === null ? "pendingFile" : "[]"}`];
  if (!field.isInput) {
    if (field.default !== null) return [`${name}: ${defaultText(field)}`];
    return field.isOptional ? [] : [`${name}: 0`];
  }
  if (field.default === null) return [];
  const value = field.default.kind === "me" ? "me._id" : defaultText(field);
  return [`${name}: input.${name} ?? ${value}`];
}

function updateHook(model: EntityModel): string {
  const { One, table, article, words } = model.names;
  const fields = inputsOf(model).filter(({ isChange, isPublic }) => isChange && isPublic);
  const files = fields.filter(({ type }) => type === "file");
  const clearable = fields.filter(({ isOptional, type }) => isOptional && type !== "file");
  // What is private or a file is not shown before the server has answered.
  if (files.length === fields.length) {
    return [
      `/** Changes ${article} ${words}. */`,
      `export function useUpdate${One}() {`,
      `  return useMutation(api.${table}.update);`,
      "}",
    ].join("\n");
  }
  const taken = files.map(({ name }) => `${name}: _${name}`);
  const parameters = `(store, { ${["id", ...taken, "...changes"].join(", ")} })`;
  const changed = clearable.length === 0 ? "changes" : "cleared(changes)";
  const start = `  return useMutation(api.${table}.update).withOptimisticUpdate(`;
  const update = inLists(model, (list) => `changeInPages(store, ${list}, id, ${changed});`);
  const isOneLine = `${start}${parameters} => {`.length <= WIDTH;
  return [
    `/** Changes ${article} ${words} in place. */`,
    `export function useUpdate${One}() {`,
    ...(isOneLine
      ? [`${start}${parameters} => {`, indented(update, 4), "  });"]
      : [start, `    ${parameters} => {`, indented(update, 6), "    },", "  );"]),
    "}",
  ].join("\n");
}

/** What is done to every list that the page shows: all rows, and those of a search. */
function inLists(model: EntityModel, statement: (list: string) => string): string {
  const { table } = model.names;
  const search = searchOf(model);
  if (search === null) return statement(`api.${table}.list`);
  const lists = `[api.${table}.list, api.${table}.${search}]`;
  return [`for (const list of ${lists}) {`, `  ${statement("list")}`, "}"].join("\n");
}

function removeHook(model: EntityModel): string {
  const { One, table, article, words } = model.names;
  return [
    `/** Removes ${article} ${words}; it leaves the list at once. */`,
    `export function useRemove${One}() {`,
    `  return useMutation(api.${table}.remove).withOptimisticUpdate((store, { id }) => {`,
    indented(
      inLists(model, (list) => `removeFromPages(store, ${list}, id);`),
      4,
    ),
    "  });",
    "}",
  ].join("\n");
}
