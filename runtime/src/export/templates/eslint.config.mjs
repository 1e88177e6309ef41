import next from "@next/eslint-plugin-next";
import a11y from "eslint-plugin-jsx-a11y";
import hooks from "eslint-plugin-react-hooks";
import { defineConfig, globalIgnores } from "eslint/config";
import ts from "typescript-eslint";

export default defineConfig(
  globalIgnores([".next/**", "next-env.d.ts", "node_modules/**", "out/**", "coverage/**"]),
  ts.configs.strict,
  ts.configs.stylistic,
  a11y.flatConfigs.strict,
  hooks.configs.flat["recommended-latest"],
  next.configs["core-web-vitals"],
  { rules: { "@typescript-eslint/consistent-type-imports": "error" } },
);
