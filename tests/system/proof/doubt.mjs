/* Counts, for each kind of planted mistake, how many of the rows at fault are
   refused by check and how many are among the first forty that "Look first"
   shows. usage: node doubt.mjs PROGRAM FOLDER, with LETTERMILL_TOOLS and
   LETTERMILL_CHROMIUM as doubt.sh sets them. */

import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const { LETTERMILL_TOOLS, LETTERMILL_CHROMIUM } = process.env;
const require = createRequire(join(LETTERMILL_TOOLS, "package.json"));
const { chromium } = require("playwright-core");
const [program, folder] = process.argv.slice(2);
const FIRST = 40;

/* The least that the order has to find of the letters that there are; what
   cannot be told from chance in two years' figures is not asked for. */
const kinds = {
  "digits swapped": 0.7,
  "two councils exchanged": 0.5,
  "last year's row": 0.75,
  "count and total exchanged": 0,
  "a factor of ten": 0.7,
  "a wrong group": 0.9,
};

function makeProof(kind, at) {
  const campaign = join(folder, String(at));
  const planter = fileURLToPath(new URL("doubt_campaign.py", import.meta.url));
  execFileSync("python3", [planter, campaign, kind]);
  try {
    execFileSync(
      program,
      ["proof", campaign, "-o", `${campaign}-out`, "--fsync", "none", "-q"],
      { stdio: "ignore" },
    );
  } catch (error) {
    if (error.status !== 1) throw error; // rows at fault are left out
  }
  const planted = readFileSync(join(campaign, "planted.txt"), "utf8");
  return {
    planted: planted.trim().split("\n"),
    sheet: join(`${campaign}-out`, "proof", "index.html"),
  };
}

async function orderOf(page, sheet) {
  await page.goto(pathToFileURL(sheet).href);
  await page.selectOption("#sort", { label: "Look first" });
  return page.$$eval(".card-link", (links) =>
    links.map((link) => link.getAttribute("href").slice(1)),
  );
}

const browser = await chromium.launch({
  executablePath: LETTERMILL_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
});
const page = await browser.newPage();
let failed = false;
console.log("kind                        planted  refused  first 40  later");
for (const [at, [kind, least]] of Object.entries(kinds).entries()) {
  const { planted, sheet } = makeProof(kind, at);
  const order = await orderOf(page, sheet);
  const shown = planted.filter((code) => order.includes(code));
  const first = planted.filter((code) => order.slice(0, FIRST).includes(code));
  const cells = [
    planted.length,
    planted.length - shown.length,
    first.length,
    shown.length - first.length,
  ];
  console.log(kind.padEnd(26) + cells.map((n) => String(n).padStart(9)).join(""));
  if (first.length < least * shown.length) {
    console.log(`FAIL: of ${kind} fewer than ${100 * least}% come first`);
    failed = true;
  }
  if (first.length === 0 && shown.length > 0)
    console.log(`${kind}: none is found`);
}
await browser.close();
process.exit(failed ? 1 : 0);
