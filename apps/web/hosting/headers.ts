// The headers that whatever serves the built app sends along: the one place that says what a page may load, and where
// it may send anything. The build writes them to `dist/_headers`; `vite preview` and the tests in a browser send those. Another service that pages shall reach is added here.
import { readEnv } from "../src/connection/env.ts";

/** Headers of the paths that match: `/*` is every path, `/assets/*` those below a folder. */
export interface HeaderRule {
  path: string;
  headers: Readonly<Record<string, string>>;
}

type BuildValues = Parameters<typeof readEnv>[0];

/**
 * Lists the headers for a build.
 * @param values the variables that it was built with; without a usable backend, pages may reach none
 * @returns rules, each adding to those before it
 */
export function headerRules(values: BuildValues): HeaderRule[] {
  return [
    {
      path: "/*",
      headers: {
        "Content-Security-Policy": contentSecurityPolicy(values),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        // The address of an invitation is a secret, and other sites need not know ours.
        "Referrer-Policy": "no-referrer",
        "Strict-Transport-Security": "max-age=31536000",
        "X-Content-Type-Options": "nosniff",
        // `frame-ancestors` in the words of older browsers.
        "X-Frame-Options": "DENY",
        // Pages name the files of their build, so a new build must be seen at once.
        "Cache-Control": "no-cache",
      },
    },
    {
      path: "/assets/*",
      headers: { "Cache-Control": "public, max-age=31536000, immutable" },
    },
  ];
}

/**
 * The headers of one path.
 * @param rules those of `headerRules`
 * @param path a path of the app, from its slash
 */
export function headersOf(rules: readonly HeaderRule[], path: string): Record<string, string> {
  const matching = rules.filter((rule) => path.startsWith(rule.path.slice(0, -1)));
  return Object.assign({}, ...matching.map(({ headers }) => headers)) as Record<string, string>;
}

/** The rules in the format of a `_headers` file, which Cloudflare Pages and Netlify read. */
export function headersFile(rules: readonly HeaderRule[]): string {
  return rules
    .map(({ path, headers }, index) => {
      // In such a file rules add up, and a header that is set twice is joined: the later rule takes it away first.
      const before = rules.slice(0, index);
      const isRepeated = (name: string) => before.some((rule) => name in rule.headers);
      const lines = Object.entries(headers).flatMap(([name, value]) => [
        ...(isRepeated(name) ? [`  ! ${name}`] : []),
        `  ${name}: ${value}`,
      ]);
      return `${path}\n${lines.join("\n")}\n`;
    })
    .join("");
}

/** The rules of a `_headers` file that `headersFile` has written. */
export function rulesOfFile(file: string): HeaderRule[] {
  return file.split(/^(?=\/)/m).map((block) => {
    const [path = "", ...lines] = block.trimEnd().split("\n");
    const set = lines.map((line) => line.trim()).filter((line) => !line.startsWith("!"));
    return { path, headers: Object.fromEntries(set.map((line) => line.split(/: (.*)/s, 2))) };
  });
}

function contentSecurityPolicy(values: BuildValues): string {
  const env = readEnv(values);
  const [api, site] = env.kind === "ok" ? [env.convexUrl, env.siteUrl] : [];
  const backend = api === undefined ? [] : [api, api.replace(/^http/, "ws"), String(site)];
  const directives: Record<string, readonly string[]> = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    // What libraries would add as style elements, the build makes files of: `style-files.ts`.
    "style-src": ["'self'"],
    // E-mails are shown as they were sent, in a frame without rights: mail programs read style attributes alone.
    "style-src-attr": ["'unsafe-inline'"],
    // Pictures of people come from the backend; previews of files are blobs.
    "img-src": ["'self'", "blob:", "data:", ...(site === undefined ? [] : [site])],
    "font-src": ["'self'"],
    "connect-src": ["'self'", ...backend],
    "manifest-src": ["'self'"],
    // Previews: a text in a frame without rights, a PDF in the viewer of the browser.
    "frame-src": ["blob:"],
    "object-src": ["blob:"],
    "base-uri": ["'none'"],
    "form-action": ["'self'"],
    "frame-ancestors": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...sources].join(" "))
    .join("; ");
}
