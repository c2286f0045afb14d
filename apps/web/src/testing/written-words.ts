// Finds what a person reads in code: text between tags, and literals that start like a sentence or a name.
import ts from "typescript";

/** How a literal starts that a person reads: a capital, and a whole word. Names of the code have another form. */
const start = /^\W?[A-Z][a-z]+(?:[\s.,:?!…’']|$)/;
/** A template whose words are around a value: `${name} of ${time}`. */
const between = /(?:^|\s)[a-z]{2,}\s|\s[a-z]{2,}(?:\s|$)/;

/** Elements whose text is code, and attributes that nobody reads. */
const codeTags = new Set(["code", "kbd", "pre"]);
const codeAttributes = /^(?:className|data-.*|key|id|name|to|href|src|type|value|variant|role)$/;

const comparisons = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/**
 * Finds the words that are written in a file.
 * @param name of the file; `.tsx` may have tags
 * @param text the code
 * @returns each text as it is written, in the order of the file
 */
export function writtenWords(name: string, text: string): string[] {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (isForCode(node)) return;
    if (readText(node)) found.push(node.getText(file).trim());
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

/** Whether a person reads the text that a node has itself. */
function readText(node: ts.Node): boolean {
  if (ts.isJsxText(node)) return /[A-Za-z]{2,}/.test(node.text);
  if (ts.isTemplateExpression(node)) {
    const texts = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
    return start.test(node.head.text) || texts.some((each) => between.test(each));
  }
  return ts.isStringLiteralLike(node) && start.test(node.text) && !isName(node);
}

/** Whether a node says nothing to a person, with all that is in it: types, errors for developers, code that is shown. */
function isForCode(node: ts.Node): boolean {
  if (ts.isTypeNode(node) || ts.isThrowStatement(node) || ts.isImportDeclaration(node)) return true;
  if (ts.isJsxAttribute(node)) return codeAttributes.test(node.name.getText());
  return ts.isJsxElement(node) && codeTags.has(node.openingElement.tagName.getText());
}

/** Whether a literal is the name of a property, or is compared with one of a library. */
function isName(node: ts.StringLiteralLike): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  if (ts.isBinaryExpression(parent)) return comparisons.has(parent.operatorToken.kind);
  return ts.isCaseClause(parent);
}
