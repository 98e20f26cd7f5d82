// Bundles the front end. Called by crm/ui/build.py: node build.mjs <output folder> <htmx file>

import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { build } from "esbuild";

const [outdir, htmx] = process.argv.slice(2);
const require = createRequire(import.meta.url);

const result = await build({
  entryPoints: ["js/app.js", "css/app.css", "css/public.css"],
  outdir,
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  entryNames: "[name]-[hash]",
  assetNames: "[name]-[hash]",
  chunkNames: "[name]-[hash]",
  loader: { ".woff2": "file" },
  metafile: true,
  logLevel: "warning",
});

const names = {};
for (const [output, { entryPoint, inputs }] of Object.entries(result.metafile.outputs)) {
  names[path.basename(entryPoint ?? Object.keys(inputs)[0])] = path.basename(output);
}
names["htmx.js"] = await put("htmx", ".js", await readFile(htmx, "utf8"));
names["icons.svg"] = await put("icons", ".svg", await sprite());
await writeFile(path.join(outdir, "names.json"), JSON.stringify(names, null, 2));

async function put(stem, ending, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 8).toUpperCase();
  const name = `${stem}-${hash}${ending}`;
  await writeFile(path.join(outdir, name), content);
  return name;
}

async function sprite() {
  const lines = (await readFile("icons.txt", "utf8")).split("\n").map((line) => line.trim());
  const symbols = await Promise.all(lines.filter((line) => line && !line.startsWith("#")).map(symbol));
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>`;
}

async function symbol(name) {
  const file = require.resolve(`lucide-static/icons/${name}.svg`);
  const shapes = (await readFile(file, "utf8")).match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
  return `<symbol id="${name}" viewBox="0 0 24 24">${shapes.replace(/\s*\n\s*/g, "")}</symbol>`;
}
