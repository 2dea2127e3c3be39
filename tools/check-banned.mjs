/**
 * The same numbers everywhere: the engine may call nothing whose answer differs between machines.
 *
 * `Math.exp` and its like differ in the last bit from one JavaScript engine to the next, and `**` with them. The
 * runtime's Unicode tables differ from one version to the next, and what depends on the clock, the locale or
 * chance differs always. src/math/ and the tokenizer's own tables do these things in a way that is fixed.
 *
 * Reads syntax trees, so that comments and strings may speak of all this.
 *
 * Try it: node tools/check.mjs banned
 */
import ts from "typescript";
import { at, isTypeScript, parse, repositoryFiles, walk } from "./source.mjs";

const ENGINE_SOURCE = "packages/inkling/src/";

/** Exact by the standard, on every machine. What is not here (exp, pow, random …) is banned. */
const EXACT_MATHS = new Set(
  "fround floor ceil round trunc abs min max imul sqrt sign clz32 PI E LN2 LN10 LOG2E LOG10E SQRT2 SQRT1_2".split(
    " ",
  ),
);

/** Names of things that answer differently by time, place or version. */
const BANNED_NAMES = new Map([
  ["Date", "the clock must not reach a result"],
  ["Intl", "it depends on the locale"],
]);

const BANNED_METHODS = new Map([
  ...["toLowerCase", "toUpperCase", "normalize"].map((name) => [
    name,
    "it uses the runtime's Unicode tables",
  ]),
  ...["localeCompare", "toLocaleLowerCase", "toLocaleUpperCase", "toLocaleString"].map((name) => [
    name,
    "it depends on the locale",
  ]),
]);

/**
 * Exceptions, each with its reason: { path, what, reason }, where `what` is the banned name as reported.
 * @type {{ path: string, what: string, reason: string }[]}
 */
const ALLOWED = [];

/**
 * @param {string} root the repository's folder
 * @returns {string[]} one line per offence, and one per exception that excuses nothing any more
 */
export function checkBanned(root, allowed = ALLOWED) {
  const problems = [];
  const used = new Set();
  for (const path of repositoryFiles(root)) {
    if (!path.startsWith(ENGINE_SOURCE) || !isTypeScript(path)) continue;
    const source = parse(root, path);
    walk(source, (node) => {
      const found = offence(node, source);
      if (found === undefined) return;
      const excuse = allowed.find((one) => one.path === path && one.what === found.what);
      if (excuse === undefined) problems.push(`${at(source, node)} ${found.what}: ${found.why}`);
      else used.add(excuse);
    });
  }
  for (const excuse of allowed) {
    if (!used.has(excuse)) {
      problems.push(`${excuse.path}:1 no longer has ${excuse.what}: strike it from tools/check-banned.mjs`);
    }
  }
  return problems;
}

function offence(node, source) {
  if (ts.isIdentifier(node)) return nameOffence(node, source);
  if (ts.isElementAccessExpression(node) && ts.isStringLiteralLike(node.argumentExpression)) {
    return methodOffence(node.argumentExpression.text, node);
  }
  if (
    node.kind === ts.SyntaxKind.AsteriskAsteriskToken ||
    node.kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken
  ) {
    return { what: "**", why: "engines differ in the last bit; multiply, or use pow of src/math/" };
  }
  if (ts.isRegularExpressionLiteral(node)) return patternOffence(node.text);
  const makesPattern =
    (ts.isNewExpression(node) || ts.isCallExpression(node)) && node.expression.getText(source) === "RegExp";
  if (makesPattern) {
    for (const part of stringPartsOf(node.arguments?.[0])) {
      const found = patternOffence(part);
      if (found !== undefined) return found;
    }
  }
  return undefined;
}

function nameOffence(node, source) {
  const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
  if (isMember) {
    const found = methodOffence(node.text, node.parent);
    if (found !== undefined) return found;
  }
  const isGlobal = !isMember || node.parent.expression.getText(source) === "globalThis";
  if (!isGlobal || isPropertyName(node)) return undefined;
  if (node.text === "Math") return mathsOffence(isMember ? node.parent : node);
  const why = BANNED_NAMES.get(node.text);
  return why === undefined ? undefined : { what: node.text, why };
}

/** `maths` is the expression that means Math; what is done with it must be one of the exact functions. */
function mathsOffence(maths) {
  const use = maths.parent;
  if (ts.isPropertyAccessExpression(use) && use.expression === maths) {
    if (EXACT_MATHS.has(use.name.text)) return undefined;
    return { what: `Math.${use.name.text}`, why: "not the same on every machine; use src/math/" };
  }
  return { what: "Math", why: "write Math.name in full, so that it can be checked" };
}

function methodOffence(name, access) {
  const why = BANNED_METHODS.get(name);
  if (why === undefined) return undefined;
  if (name === "normalize" && !isUnicodeNormalize(access.parent)) return undefined; // our own, of vectors
  return { what: name, why };
}

/** text.normalize() or text.normalize("NFC") */
function isUnicodeNormalize(node) {
  if (!ts.isCallExpression(node)) return false;
  const [form] = node.arguments;
  return form === undefined || (ts.isStringLiteralLike(form) && /^NFK?[CD]$/.test(form.text));
}

/** { Date: 1 }, interface { Date: … }: a label of our own and no use of the global. */
function isPropertyName(node) {
  const { parent } = node;
  return (
    (ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent) || ts.isPropertyDeclaration(parent)) &&
    parent.name === node
  );
}

/** Escapes are read in pairs, so that `\\p` (a backslash and a p) is not taken for `\p`. */
function patternOffence(pattern) {
  for (const [pair] of pattern.matchAll(/\\./gs)) {
    if (/[pP]/.test(pair[1])) return { what: pair, why: "use the tokenizer's pinned Unicode tables" };
    if (/[sS]/.test(pair[1])) return { what: pair, why: "spell out the white space you mean" };
  }
  return undefined;
}

/** The literal pieces of a pattern given as a string, a template or a sum of them. */
function stringPartsOf(node) {
  const parts = [];
  if (node === undefined) return parts;
  walk(node, (inner) => {
    const isPiece =
      ts.isStringLiteralLike(inner) ||
      ts.isTemplateHead(inner) ||
      ts.isTemplateMiddle(inner) ||
      ts.isTemplateTail(inner);
    if (!isPiece) return;
    // String.raw`\p{L}` keeps its backslashes; anywhere else the text is what the pattern is made of.
    const isRaw =
      ts.isTaggedTemplateExpression(inner.parent) ||
      ts.isTaggedTemplateExpression(inner.parent.parent?.parent);
    parts.push(isRaw ? (inner.rawText ?? inner.text) : inner.text);
  });
  return parts;
}
