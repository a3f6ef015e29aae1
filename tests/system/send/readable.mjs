/* Opens the HTML of e-mails in a real browser, as a mail program would show it:
   wide and narrow, in the light and in the dark, with its style sheet and,
   as some mail programs have it, without.

   LETTERMILL_WORK holds pages/ as readable.sh made them. */

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";

const { LETTERMILL_TOOLS, LETTERMILL_CHROMIUM, LETTERMILL_WORK } = process.env;
const require = createRequire(join(LETTERMILL_TOOLS, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const folder = join(LETTERMILL_WORK, "pages");
const pages = readdirSync(folder).sort();
const mails = pages.filter((name) => !name.startsWith("outbox"));

let browser;
before(async () => {
  browser = await chromium.launch({
    executablePath: LETTERMILL_CHROMIUM,
    args: ["--no-sandbox"],
  });
});
after(() => browser.close());

const read = (name) => readFileSync(join(folder, name), "utf8");

/** Shows a page and gathers what it asks the network for. */
async function show(t, html, options) {
  const context = await browser.newContext(options);
  t.after(() => context.close());
  const page = await context.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.setContent(html);
  return { page, asked };
}

async function violations(page) {
  await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: [
        "wcag2a",
        "wcag2aa",
        "wcag21a",
        "wcag21aa",
        "wcag22aa",
        "best-practice",
      ],
    }),
  );
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join("; ")}`,
  );
}

const overflow = (page) =>
  page.evaluate(() => document.documentElement.scrollWidth)
    .then((width) => width - page.viewportSize().width);

const sizes = {
  desktop: { viewport: { width: 1000, height: 800 } },
  phone: { viewport: { width: 320, height: 640 } },
};

test("there are e-mails of all kinds", () => {
  for (const name of ["E06000032-2022", "E09000015-2020", "sample-2022",
    "E07000991-cy"])
    assert.ok(mails.includes(`${name}.html`), name);
});

for (const colorScheme of ["light", "dark"])
  for (const [size, viewport] of Object.entries(sizes))
    test(`axe finds nothing on a ${size} in the ${colorScheme}`, async (t) => {
      for (const name of pages) {
        const { page, asked } = await show(t, read(name), {
          ...viewport,
          colorScheme,
        });
        assert.deepEqual(await violations(page), [], name);
        assert.deepEqual(asked, [], name);
        if (!name.startsWith("outbox"))
          assert.ok((await overflow(page)) <= 0, `${name} is too wide`);
      }
    });

test("the dark is dark and the light is light", async (t) => {
  for (const [colorScheme, dark] of [["light", false], ["dark", true]]) {
    const { page } = await show(t, read(mails[0]), { colorScheme });
    const ink = await page.evaluate(
      () => getComputedStyle(document.querySelector("p")).color,
    );
    const [red] = ink.match(/\d+/gu).map(Number);
    assert.equal(red > 128, dark, ink);
  }
});

test("it is readable without its style sheet", async (t) => {
  for (const name of mails) {
    const html = read(name).replace(/<style>.*<\/style>/su, "");
    const { page } = await show(t, html, sizes.phone);
    assert.deepEqual(await violations(page), [], name);
    assert.ok((await overflow(page)) <= 0, `${name} is too wide`);
  }
});

test("a reader of headings and tables finds the figures", async (t) => {
  const { page } = await show(t, read("E07000991-2022.html"), sizes.desktop);
  assert.equal(await page.locator("h1").count(), 1);
  const row = page.getByRole("row", { name: "Complaints upheld" });
  assert.deepEqual(await row.getByRole("cell").allInnerTexts(), [
    "No rate\n0 of 0 investigations",
    "Not compared", // its letter prints no average where there is no rate
  ]);
  assert.equal(
    await page.getByRole("table", { name: /^The figures in the letter, with / }).count(),
    1,
  );
});
