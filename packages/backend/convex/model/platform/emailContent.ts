// What an e-mail says, written once and read twice: as plain text and as HTML, so that neither says what the other
// does not. Values are escaped in the HTML, and links lead to pages of the app only.
import type { AppPath } from "@repo/validators/appPath";
import {
  type EmailInput,
  type EmailKind,
  optionalEmailKinds,
} from "@repo/validators/platform/emails";
import { paths } from "@repo/validators/platform/paths";
import { siteAddress } from "./siteAddress";

/** An e-mail without its address. */
export type Message = Omit<EmailInput, "to">;

/** A page of the app. */
export interface PageLink {
  page: AppPath;
  /** What opens there, "Open the task"; default: the address itself. */
  label?: string;
  /** Words before the link, in the same paragraph. */
  after?: string;
}

/** A paragraph, a code to copy, a link, names with values, or a list with what ends it. */
export type Part =
  | string
  | { code: string }
  | PageLink
  | { facts: Readonly<Record<string, string>> }
  | { items: readonly { text: string; page?: AppPath }[]; end?: string };

/** Kinds that a person can turn off; the digest by a setting of its own. */
const switchable: readonly EmailKind[] = ["digest", ...optionalEmailKinds];

/**
 * Writes an e-mail. One that a person can turn off ends with where they do that.
 * @param kind what it is about
 * @param subject visible on locked screens: no code, no link
 * @param parts what it says, in this order; of other people's words on one line (`toSingleLine`)
 * @returns the subject, the plain text, and the HTML
 */
export function message(kind: EmailKind, subject: string, ...parts: Part[]): Message {
  const turnOff: PageLink = {
    label: "You can turn these e-mails off in your notification settings",
    page: paths.account(),
  };
  const said = parts.filter((part) => !isEmpty(part));
  const all = switchable.includes(kind) ? [...said, turnOff] : said;
  const body = all.map((part) => html(part)).join("\n");
  return { kind, subject, text: all.map(text).join("\n\n"), html: page(subject, body) };
}

/** Facts that are all absent. */
function isEmpty(part: Part): boolean {
  return typeof part !== "string" && "facts" in part && Object.keys(part.facts).length === 0;
}

function text(part: Part): string {
  if (typeof part === "string") return part;
  if ("code" in part) return part.code;
  if ("facts" in part) return lines(Object.entries(part.facts).map((fact) => fact.join(": ")));
  if ("items" in part) {
    const items = part.items.map((item) =>
      lines([
        `- ${item.text}`,
        ...(item.page === undefined ? [] : [`  ${siteAddress(item.page)}`]),
      ]),
    );
    return lines([...items, ...(part.end === undefined ? [] : [part.end])]);
  }
  const { after, label, page } = part;
  const link = siteAddress(page);
  return [after, label === undefined ? link : `${label}: ${link}`].filter(Boolean).join(" ");
}

function html(part: Part): string {
  if (typeof part === "string") return `<p>${escaped(part)}</p>`;
  if ("code" in part) {
    return `<p style="font-size: 24px; letter-spacing: 2px"><strong>${escaped(part.code)}</strong></p>`;
  }
  if ("facts" in part) {
    const facts = Object.entries(part.facts).map(
      ([name, value]) =>
        `<tr><td style="padding-right: 16px">${escaped(name)}</td><td>${escaped(value)}</td></tr>`,
    );
    return `<table role="presentation">\n${lines(facts)}\n</table>`;
  }
  if ("items" in part) {
    const items = part.items.map(
      (item) =>
        `<li>${item.page === undefined ? escaped(item.text) : anchor(item.page, item.text)}</li>`,
    );
    return `<ul>\n${lines(items)}\n</ul>${part.end === undefined ? "" : `\n<p>${escaped(part.end)}</p>`}`;
  }
  const before = part.after === undefined ? "" : `${escaped(part.after)} `;
  return `<p>${before}${anchor(part.page, part.label)}</p>`;
}

function anchor(page: AppPath, label = siteAddress(page)): string {
  return `<a href="${escaped(siteAddress(page))}">${escaped(label)}</a>`;
}

/** Styles are inline: mail programs drop those of a style sheet. */
function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>${escaped(title)}</title></head>
<body style="max-width: 600px; margin: 0 auto; padding: 24px; font: 16px/1.5 sans-serif">
${body}
</body>
</html>`;
}

const escapes: Readonly<Record<string, string>> = {
  ...{ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" },
};

/** A text as HTML, in elements and in quoted attributes. */
function escaped(value: string): string {
  return value.replace(/[&<>"']/g, (sign) => escapes[sign] ?? sign);
}

function lines(texts: readonly string[]): string {
  return texts.join("\n");
}
