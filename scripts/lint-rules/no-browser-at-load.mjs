/**
 * ESLint rule: a module must not use a browser's global while it loads. Every entry is imported on
 * servers too, where reading `document` throws a ReferenceError. Functions, methods and instance fields
 * may use such globals, because they run later. So may code that checks `typeof document` first: one
 * such check counts for all uses of that name in the file.
 *
 * Plain JavaScript, because ESLint loads it with its configuration, and Node 20 strips no types.
 */
import globals from 'globals';

const ELSEWHERE = new Set(Object.keys({ ...globals['shared-node-browser'], ...globals.es2025 }));
const BROWSER_ONLY = new Set(Object.keys(globals.browser).filter((name) => !ELSEWHERE.has(name)));

/** The kinds of scope whose code runs while the module loads. */
const LOAD_SCOPES = new Set(['module', 'global']);

export const noBrowserAtLoad = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      found: '"{{name}}" does not exist on a server: use it in a function, not at load.',
    },
  },
  create(context) {
    return {
      'Program:exit'(program) {
        const { scopeManager } = context.sourceCode;
        const outer = scopeManager.globalScope ?? scopeManager.acquire(program);
        // References to globals of the configuration are resolved. Others are in `through`.
        const known = outer.variables
          .filter(({ defs }) => defs.length === 0)
          .flatMap(({ references }) => references);
        const uses = [...new Set([...known, ...outer.through])].filter(
          ({ identifier, from, isTypeReference }) =>
            BROWSER_ONLY.has(identifier.name) && !isTypeReference && runsAtLoad(from),
        );
        const asked = new Set(uses.filter(isTypeof).map(({ identifier }) => identifier.name));
        for (const { identifier } of uses) {
          if (!asked.has(identifier.name)) {
            context.report({ node: identifier, messageId: 'found', data: identifier });
          }
        }
      },
    };
  },
};

const isTypeof = ({ identifier }) => identifier.parent.operator === 'typeof';

function runsAtLoad(scope) {
  const { type, block, upper } = scope.variableScope;
  if (type === 'class-field-initializer') return block.parent.static && runsAtLoad(upper);
  if (type === 'class-static-block') return runsAtLoad(upper);
  return LOAD_SCOPES.has(type);
}
