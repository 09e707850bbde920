import js from "@eslint/js";
import globals from "globals";

/** @type {import("eslint").Linter.Config[]} */
export default [
  { ignores: ["static/vendor/", "build/", "dist/", ".venv/"] },
  js.configs.recommended,
  {
    files: ["static/**/*.js", "tests/javascript/*.js"],
    languageOptions: { globals: globals.browser },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      eqeqeq: ["error", "always"],
      "no-var": "error",
      "prefer-const": "error",
      "object-shorthand": "error",
      "prefer-template": "error",
      "no-shadow": "error",
      "no-implicit-globals": "error",
      "no-implied-eval": "error",
      "no-eval": "error",
      "no-console": "error",
      "no-throw-literal": "error",
      "no-self-compare": "error",
      "no-template-curly-in-string": "error",
      "no-unused-expressions": "error",
      "no-useless-return": "error",
      "no-else-return": "error",
      "default-case-last": "error",
      "array-callback-return": "error",
      "no-promise-executor-return": "error",
      "no-unused-vars": ["error", { varsIgnorePattern: "^_" }],
      complexity: ["error", 20],
      // Data never becomes markup: elements are made by dom.js.
      "no-restricted-syntax": [
        "error",
        {
          selector: "AssignmentExpression[left.property.name=/^(inner|outer)HTML$/]",
          message: "Make elements with h() of shared/dom.js.",
        },
        {
          selector: "CallExpression[callee.property.name=/^(insertAdjacentHTML|setHTMLUnsafe)$/]",
          message: "Make elements with h() of shared/dom.js.",
        },
      ],
    },
  },
];
