import { AST_NODE_TYPES } from "@typescript-eslint/utils";
import { rule } from "../rule.js";

/** What is handed in is finished. */
export const noTodo = rule(
  "No marker of work to be done is left",
  undefined,
  "{{what}} marks unfinished work: finish it, or remove the marker if it is finished",
  (report, source) => ({
    Program() {
      for (const comment of source.getAllComments()) {
        const marker = /\b(TODO|FIXME|XXX)\b/.exec(comment.value)?.[1];
        // ESLint reports comments by their place like any node.
        if (marker !== undefined) report(comment as never, `a comment with ${marker}`);
      }
    },
    NewExpression(node) {
      if (node.callee.type === AST_NODE_TYPES.Identifier && node.callee.name === "TodoError")
        report(node, "a TodoError");
    },
  }),
);
