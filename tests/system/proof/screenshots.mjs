/* Takes the README's picture of the contact sheet.
   usage: node screenshots.mjs INDEX PICTURE, with LETTERMILL_TOOLS and
   LETTERMILL_CHROMIUM as tests/system/proof/proof_html.sh sets them. */

import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const { LETTERMILL_TOOLS, LETTERMILL_CHROMIUM } = process.env;
const require = createRequire(join(LETTERMILL_TOOLS, "package.json"));
const { chromium } = require("playwright-core");

const [index, picture] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: LETTERMILL_CHROMIUM,
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
});
const page = await browser.newPage({ viewport: { width: 1280, height: 826 } });
await page.goto(pathToFileURL(index).href);
const pages = await page.locator("#shown-page option").count();
await page.selectOption("#shown-page", { index: pages - 1 });
await page.waitForFunction(() =>
  [...document.querySelectorAll(".card canvas")]
    .slice(0, 12)
    .every((canvas) => canvas.dataset.drawn),
);
await page.screenshot({ path: picture });
await browser.close();
