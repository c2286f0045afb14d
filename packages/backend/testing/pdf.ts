// PDF files for tests, generated on demand, so that no binary file has to be committed.

/**
 * Writes a PDF of one page.
 * @param lines its text, in plain ASCII
 * @returns the file, one character per byte
 */
export function pdfOf(lines: readonly string[]): string {
  return pdfOfPages([contentOf(lines)]);
}

/** The commands that draw lines of plain ASCII on a page. */
export function contentOf(lines: readonly string[]): string {
  const shown = lines.map((line) => `(${line.replace(/[\\()]/g, "\\$&")}) Tj 0 -16 Td`);
  return `BT /F1 12 Tf 72 720 Td ${shown.join(" ")} ET`;
}

/** A stream of a PDF: its bytes, one character each, and the entries of its dictionary. */
export type Drawn = string | { entries: string; bytes: string };

/**
 * Writes a PDF. Each page may draw the content of others, by the names `X0`, `X1` and so on.
 * @param contents what draws each page
 * @param repeats how often the page tree names each of the pages
 * @returns the file, one character per byte
 */
export function pdfOfPages(contents: readonly Drawn[], repeats = 1): string {
  const names = contents.map((_, at) => `/X${at} ${5 + 2 * at} 0 R`).join(" ");
  const page = (at: number) =>
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents ${5 + 2 * at} 0 R ` +
    `/Resources << /Font << /F1 3 0 R >> /XObject << ${names} >> >> >>`;
  const kids = contents.map((_, at) => `${4 + 2 * at} 0 R `.repeat(repeats)).join("");
  return fileOf([
    "<< /Type /Catalog /Pages 2 0 R >>",
    `<< /Type /Pages /Kids [${kids}] /Count ${contents.length * repeats} >>`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...contents.flatMap((content, at) => [page(at), streamOf(content)]),
  ]);
}

function streamOf(drawn: Drawn): string {
  const { entries, bytes } = typeof drawn === "string" ? { entries: "", bytes: drawn } : drawn;
  return `<< ${entries} /Length ${bytes.length} >>\nstream\n${bytes}\nendstream`;
}

function fileOf(objects: readonly string[]): string {
  let file = "%PDF-1.4\n";
  const places = objects.map((object, at) => {
    const place = file.length;
    file += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, "0")} 00000 n \n`;
  });
  const size = objects.length + 1;
  return (
    `${file}xref\n0 ${size}\n0000000000 65535 f \n${places.join("")}` +
    `trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${file.length}\n%%EOF\n`
  );
}
