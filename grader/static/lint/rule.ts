import { AST_NODE_TYPES, type TSESLint, type TSESTree } from "@typescript-eslint/utils";
import type { LintSpec, RuleSections } from "../static_spec.js";
import { isActorCode } from "./actor_classes.js";

/** A rule of the kit's own, for ESLint. */
export type Rule = TSESLint.RuleModule<"found">;
/** The syntax that a rule listens to. */
export type Listeners = TSESLint.RuleListener;
/** Reports a position, with the name of what was found there. */
export type Report = (node: TSESTree.Node, what: string) => void;

/**
 * Makes a rule with one message, to which the section of the handout is added that the assignment names.
 *
 * @param message for a student: what to do instead, and why, without a full stop. `{{what}}` stands for what was found.
 * @param about what the section is about; undefined when no section says more.
 */
export function rule(
  description: string,
  about: keyof RuleSections | undefined,
  message: string,
  listen: (report: Report, source: TSESLint.SourceCode, spec: Partial<LintSpec>) => Listeners,
): Rule {
  return {
    meta: {
      type: "problem",
      docs: { description },
      schema: [],
      defaultOptions: [],
      messages: { found: `${message}{{where}}.` },
    },
    create: (context) => {
      const spec = context.settings as Partial<LintSpec>;
      const section = about && spec.sections?.[about];
      const where = section === undefined ? "" : ` (section ${section})`;
      const report: Report = (node, what) => {
        context.report({ node, messageId: "found", data: { what, where } });
      };
      return listen(report, context.sourceCode, spec);
    },
  };
}

/** Makes a rule for actor code. Other code in the module of an actor does not count. */
export function actorRule(
  description: string,
  message: string,
  listen: (
    report: Report,
    source: TSESLint.SourceCode,
    isActors: (node: TSESTree.Node) => boolean,
  ) => Listeners,
): Rule {
  return rule(description, "actors", message, (report, source, { outsideActors = [] }) => {
    const isActors = (node: TSESTree.Node): boolean => isActorCode(node, outsideActors);
    const reportActors: Report = (node, what) => {
      if (isActors(node)) report(node, what);
    };
    return listen(reportActors, source, isActors);
  });
}

/**
 * The dotted name of a call's or an access's target, such as `Date.now` or `setTimeout`, without `globalThis`;
 * undefined for anything but plain names, and for names that the file declares itself.
 */
export function globalName(node: TSESTree.Node, source: TSESLint.SourceCode): string | undefined {
  if (node.type === AST_NODE_TYPES.ChainExpression) return globalName(node.expression, source);
  if (node.type === AST_NODE_TYPES.Identifier)
    return isDeclared(node, source) ? undefined : node.name;
  if (node.type !== AST_NODE_TYPES.MemberExpression) return undefined;
  const object = globalName(node.object, source);
  const property = propertyName(node);
  if (object === undefined || property === undefined) return undefined;
  return object === "globalThis" || object === "global" ? property : `${object}.${property}`;
}

/** The name of the property that is accessed, as far as it can be read off. */
export function propertyName(node: TSESTree.MemberExpression): string | undefined {
  if (!node.computed && node.property.type === AST_NODE_TYPES.Identifier) return node.property.name;
  if (node.property.type === AST_NODE_TYPES.Literal && typeof node.property.value === "string")
    return node.property.value;
  return undefined;
}

/** Whether the file itself declares or imports the name, so that it is no global. */
export function isDeclared(node: TSESTree.Identifier, source: TSESLint.SourceCode): boolean {
  let scope: TSESLint.Scope.Scope | null = source.getScope(node);
  for (; scope !== null; scope = scope.upper) {
    const variable = scope.set.get(node.name);
    if (variable !== undefined && variable.defs.length > 0) return true;
  }
  return false;
}
