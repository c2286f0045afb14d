// Takes the references to the template's decisions out of its pages.

/** A Markdown page without what it says about decisions that are gone. */
export function withoutDecisions(text: string): string {
  if (!text.includes("decisions/")) return text;
  return text
    .split(/(\n{2,})/)
    .map((block) => (block.includes("decisions/") ? withoutReferences(block) : block))
    .join("")
    .replace(/\n{3,}/g, "\n\n");
}

/** In brackets, a reference goes alone; else the item or the sentence that it is in goes. */
function withoutReferences(block: string): string {
  const rest = block
    .replace(/\s*\(\[[^\]]*\]\([^)]*decisions\/[^)]*\)\)/g, "")
    .replace(/\s*\(`[^`]*decisions\/[^`]*`\)/g, "");
  if (!rest.includes("decisions/")) return rest;
  const isList = /^- /.test(rest);
  const parts = isList ? rest.split(/\n(?=- )/) : [rest];
  const kept = parts.map(withoutSentences).filter((part) => !/^(- *)?$/.test(part));
  return kept.join("\n");
}

function withoutSentences(part: string): string {
  if (!part.includes("decisions/")) return part;
  return part
    .split(/(?<=\.)\s+(?=[A-Z`[])/)
    .filter((sentence) => !sentence.includes("decisions/"))
    .join(" ");
}
