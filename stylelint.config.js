/** @type {import("stylelint").Config} */
export default {
  extends: "stylelint-config-standard",
  ignoreFiles: ["static/vendor/**"],
  rules: {
    // Colours are tokens: only tokens.css may spell one out.
    "color-no-hex": true,
    "color-named": "never",
    "function-disallowed-list": ["rgb", "rgba", "hsl", "hsla"],
    // Phones of 2022 do not know `(width <= 600px)` yet.
    "media-feature-range-notation": "prefix",
    // Safari on iPhones knows this property by its prefix only.
    "property-no-vendor-prefix": [true, { ignoreProperties: ["/text-size-adjust$/"] }],
    "value-keyword-case": ["lower", { camelCaseSvgKeywords: true, ignoreKeywords: ["Roboto"] }],
    // Empty lines set groups of tokens apart.
    "custom-property-empty-line-before": null,
    // It compares rules of unrelated components, which never meet on one element.
    "no-descending-specificity": null,
  },
  overrides: [
    { files: ["static/shared/tokens.css"], rules: { "color-no-hex": null, "function-disallowed-list": null } },
  ],
};
