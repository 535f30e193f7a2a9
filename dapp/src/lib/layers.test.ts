import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const src = fileURLToPath(new URL("..", import.meta.url));

/** What each folder may import from; a feature also itself. `root` is App, main and the like. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  generated: [],
  lib: ["generated", "lib"],
  components: ["lib", "components"],
  hooks: ["lib", "hooks"],
  features: ["lib", "hooks", "components"],
  root: ["lib", "hooks", "components", "features", "root", "styles"],
};

function filesOf(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return filesOf(path);
    return /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name) ? [path] : [];
  });
}

const folderOf = (path: string): string => {
  const parts = relative(src, path).split("/");
  return parts.length > 1 ? (parts[0] ?? "root") : "root";
};
const featureOf = (path: string): string | undefined => {
  const [folder, feature] = relative(src, path).split("/");
  return folder === "features" ? feature : undefined;
};

function importsOf(path: string): string[] {
  const source = readFileSync(path, "utf8");
  return [...source.matchAll(/(?:from|import)\s+"(\.{1,2}\/[^"]+)"/g)].map(([, target]) =>
    resolve(dirname(path), target ?? ""),
  );
}

/** Source without its comments, but for those that silence the compiler. */
const codeOf = (path: string): string =>
  readFileSync(path, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/(?! @ts-).*$/gm, "");

const files = filesOf(src);

test("layers import downwards only, and features never each other", () => {
  expect(files.length).toBeGreaterThan(40);
  const wrong = files.flatMap((path) =>
    importsOf(path)
      .filter((target) => {
        const feature = featureOf(path);
        const same = feature !== undefined && feature === featureOf(target);
        return !same && !MAY_IMPORT[folderOf(path)]?.includes(folderOf(target));
      })
      .map((target) => `${relative(src, path)} imports ${relative(src, target)}`),
  );
  expect(wrong).toEqual([]);
});

test("lib knows nothing of React", () => {
  const wrong = files.filter(
    (path) =>
      folderOf(path) === "lib" && /from "react(-dom)?(\/|")/.test(readFileSync(path, "utf8")),
  );
  expect(wrong).toEqual([]);
});

test("no file imports itself by way of others", () => {
  const fileAt = (target: string): string | undefined =>
    [`${target}.ts`, `${target}.tsx`].find((path) => files.includes(path));
  const next = new Map(
    files.map((path) => [path, importsOf(path).flatMap((target) => fileAt(target) ?? [])]),
  );
  const finished = new Set<string>();
  const walk = (path: string, trail: readonly string[]): string[] => {
    if (trail.includes(path)) return [[...trail, path].map((p) => relative(src, p)).join(" > ")];
    if (finished.has(path)) return [];
    const found = (next.get(path) ?? []).flatMap((target) => walk(target, [...trail, path]));
    finished.add(path);
    return found;
  };
  expect(files.flatMap((path) => walk(path, []))).toEqual([]);
});

test("nothing is written to the console, and no type is left open", () => {
  const wrong = files.filter((path) =>
    /\bconsole\.|\bas any\b|:\s*any\b|<any>|@ts-(ignore|expect-error|nocheck)/.test(codeOf(path)),
  );
  expect(wrong.map((path) => relative(src, path))).toEqual([]);
});
