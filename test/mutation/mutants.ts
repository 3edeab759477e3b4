import ts from 'typescript'

/** One small change of a source text. */
export interface Mutant {
  /** Offsets into the text, in UTF-16 units. */
  readonly start: number
  readonly end: number
  readonly replacement: string
}

const OPPOSITES = new Map<ts.SyntaxKind, string>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
  [ts.SyntaxKind.LessThanToken, '<='],
  [ts.SyntaxKind.LessThanEqualsToken, '<'],
  [ts.SyntaxKind.GreaterThanToken, '>='],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>'],
  [ts.SyntaxKind.AmpersandAmpersandToken, '||'],
  [ts.SyntaxKind.BarBarToken, '&&'],
  [ts.SyntaxKind.PlusToken, '-'],
  [ts.SyntaxKind.MinusToken, '+'],
])

/** Every place of a file where one of the usual mutations can be made: operators, truth values, conditions, calls, early returns. */
export function mutantsOf(text: string, fileName = 'source.ts'): Mutant[] {
  const file = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true)
  const found: Mutant[] = []
  const replace = (node: ts.Node, replacement: string): void => {
    found.push({ start: node.getStart(file), end: node.getEnd(), replacement })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node) || ts.isImportDeclaration(node)) return
    if (ts.isBinaryExpression(node)) {
      const opposite = OPPOSITES.get(node.operatorToken.kind)
      if (opposite !== undefined && !isOfTexts(node)) replace(node.operatorToken, opposite)
      if (node.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken) replace(node, node.left.getText(file))
    }
    if (node.kind === ts.SyntaxKind.TrueKeyword) replace(node, 'false')
    if (node.kind === ts.SyntaxKind.FalseKeyword) replace(node, 'true')
    if (ts.isIfStatement(node)) {
      replace(node.expression, 'true')
      replace(node.expression, 'false')
    }
    if (ts.isConditionalExpression(node)) {
      replace(node, node.whenTrue.getText(file))
      replace(node, node.whenFalse.getText(file))
    }
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) replace(node, node.operand.getText(file))
    if (ts.isExpressionStatement(node) && isCall(node.expression)) replace(node, ';')
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
}

/** A sum of texts has no difference. */
function isOfTexts(node: ts.BinaryExpression): boolean {
  const isSum = node.operatorToken.kind === ts.SyntaxKind.PlusToken
  return isSum && [node.left, node.right].some((side) => ts.isStringLiteralLike(side) || ts.isTemplateExpression(side))
}

function isCall(node: ts.Expression): boolean {
  const plain = ts.isAwaitExpression(node) || ts.isVoidExpression(node) ? node.expression : node
  return ts.isCallExpression(plain)
}

export function mutated(text: string, { start, end, replacement }: Mutant): string {
  return `${text.slice(0, start)}${replacement}${text.slice(end)}`
}
