// What the scripts of the pages may use: what every browser knows that package.json names (browserslist).
import compat from "eslint-plugin-compat";

// Functions of the language that came to Safari after 15.0; the plugin knows only those of browsers.
const LATER = ["at", "findLast", "findLastIndex", "toSorted", "toReversed", "toSpliced", "with", "groupBy", "hasOwn", "fromAsync", "withResolvers", "getOrInsert", "getOrInsertComputed", "isWellFormed", "isSubsetOf", "intersection", "difference", "checkVisibility", "showPopover"];
const rule = (selector, message) => ({ selector, message });

export default [
  {
    files: ["consult/static/consult/**/*.js"],
    plugins: { compat },
    languageOptions: { ecmaVersion: 2022, sourceType: "script", globals: {} },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "compat/compat": "error",
      "no-restricted-syntax": [
        "error",
        rule(`CallExpression[callee.property.name=/^(${LATER.join("|")})$/]`, "Safari 15 does not know this function."),
        rule("StaticBlock", "Safari 15 does not read static blocks."),
        rule("Literal[regex.pattern=/\\(\\?<[=!]/]", "Safari 15 does not look behind in regular expressions."),
        rule("Literal[regex.flags=/[dv]/]", "Chrome 109 and Safari 15 do not know this flag."),
        rule("Literal[value=/:has\\(/], TemplateElement[value.raw=/:has\\(/]", "Firefox 115 does not know :has()."),
      ],
    },
  },
  {
    files: ["consult/static/consult/reader.js", "consult/static/consult/remarks.js", "consult/static/consult/reader/**/*.js", "consult/static/consult/editor.js", "consult/static/consult/pasting.js"],
    languageOptions: { sourceType: "module" },
  },
  {
    // Tells browsers that are too old that they are: it is read by all of them.
    files: ["consult/static/consult/old_browser.js"],
    languageOptions: { ecmaVersion: 5, sourceType: "script" },
    rules: { "compat/compat": "off" },
  },
];
