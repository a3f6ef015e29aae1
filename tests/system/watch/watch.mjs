/* Edits a campaign as people do and looks at what the page of `lettermill
   watch` shows each time. What is expected comes from the files that are
   edited and from the PDFs that `lettermill render` makes of them.

   LETTERMILL_WORK holds the campaigns that watch.sh made. */

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { request } from "node:http";
import { createRequire } from "node:module";
import { join } from "node:path";
import { after, before, test } from "node:test";

const {
  LETTERMILL_TOOLS,
  LETTERMILL_CHROMIUM,
  LETTERMILL_WORK,
  LETTERMILL_PROGRAM,
  LETTERMILL_RELEASED,
} = process.env;
const require = createRequire(join(LETTERMILL_TOOLS, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

/* --- a campaign, watched ----------------------------------------------------- */

let browser;
let copies = 0;

before(async () => {
  browser = await chromium.launch({
    executablePath: LETTERMILL_CHROMIUM,
    args: ["--no-sandbox", "--disable-gpu", "--no-first-run"],
  });
});

after(() => browser?.close());

/** Starts the program; @return its process, its address, and how it ended. */
async function start(t, program, ...words) {
  const child = spawn(program, ["watch", ...words]);
  const ended = new Promise((done) => child.on("exit", (code) => done(code)));
  let said = "";
  let faults = "";
  child.stderr.on("data", (bytes) => (faults += bytes));
  const url = await new Promise((done, fail) => {
    child.stdout.on("data", (bytes) => {
      said += bytes;
      const found = /http:\S+/u.exec(said);
      if (found) done(found[0]);
    });
    child.on("exit", (code) => fail(new Error(`${code}: ${faults}`)));
  });
  t.after(async () => {
    child.kill("SIGINT");
    assert.equal(await ended, 0, faults);
    assert.equal(faults, "");
  });
  return { child, ended, url };
}

/** Watches a copy of a campaign. @return its folder and its page. */
async function watch(t, { from = "few", program = LETTERMILL_PROGRAM, options = [], look = {} } = {}) {
  const folder = join(LETTERMILL_WORK, `copy-${copies++}`);
  cpSync(join(LETTERMILL_WORK, from), folder, { recursive: true });
  const running = await start(t, program, folder, ...options);
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    ...look,
  });
  const page = await context.newPage();
  const wrong = [];
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("request", (asked) => {
    if (!asked.url().startsWith(running.url) && !asked.url().startsWith("data:"))
      wrong.push(asked.url());
  });
  t.after(async () => {
    await context.close();
    assert.deepEqual(wrong, []);
  });
  await page.goto(running.url);
  await page.waitForSelector(".sheet svg");
  return { folder, page, ...running };
}

const path = (watched, name) => join(watched.folder, name);
const read = (watched, name) => readFileSync(path(watched, name), "utf8");

/** Changes a file in its place. */
function edit(watched, name, from, to) {
  const text = read(watched, name);
  const changed = text.replace(from, to);
  assert.notEqual(changed, text, `${name} has no ${from}`);
  writeFileSync(path(watched, name), changed);
}

/** @return line:column of words in a text, as the program counts */
function placeOf(text, words) {
  const lines = text.slice(0, text.indexOf(words)).split("\n");
  return `${lines.length}:${[...lines.at(-1)].length + 1}`;
}

/** Waits until the pages have these words, in whatever pieces. */
const shows = (page, words) =>
  page.waitForFunction(
    (words) =>
      [...document.querySelectorAll(".sheets:not(.sheets-old) text")]
        .map((each) => each.textContent)
        .join("")
        .replaceAll(/\s/gu, "")
        .includes(words.replaceAll(/\s/gu, "")),
    words,
    { timeout: 5000 },
  );

const says = (page, words) =>
  page.waitForFunction(
    (words) => document.getElementById("status").textContent === words,
    words,
    { timeout: 5000 },
  );

const problems = (page) => page.locator("#problem-list li").allInnerTexts();
const isOld = (page) => page.locator(".sheets-old").count();
const fine = "No errors, no warnings";

/** The council's row of a table, joined by its header. */
function row(watched, name, code) {
  const [head, ...lines] = read(watched, name).trimEnd().split("\n");
  const cells = lines.find((line) => line.startsWith(`${code},`)).split(",");
  return Object.fromEntries(head.split(",").map((key, at) => [key, cells[at]]));
}

const codes = (page) =>
  page.$$eval("#council option", (options) => options.map(({ value }) => value));
const shown = (page) => page.inputValue("#council");

async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() =>
    window.axe.run(document, {
      runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    }),
  );
  return found.violations.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join("; ")}`,
  );
}

/* --- what it shows ----------------------------------------------------------- */

test("the pages have the words of the letter's PDF, for each council", async (t) => {
  const watched = await watch(t);
  const { page } = watched;
  const letters = join(LETTERMILL_WORK, "few-out", "letters");
  /* A PDF's text has the quotes and dashes of the source, a page those drawn. */
  const sorted = (words) =>
    [...words.replaceAll(/\s/gu, "").replaceAll(/[‘’]/gu, "'").replaceAll(/[“”]/gu, '"').replaceAll("–", "-")]
      .sort()
      .join("");
  const all = await codes(page);
  assert.equal(all.length, readdirSync(letters).length);
  for (const code of all) {
    const file = readdirSync(letters).find((name) => name.startsWith(`${code.toLowerCase()}-`));
    await page.selectOption("#council", code);
    await page.waitForFunction(
      (code) => document.getElementById("council").value === code &&
        location.hash === `#${code}`, code);
    const expected = sorted(
      execFileSync("pdftotext", ["-raw", join(letters, file), "-"], { encoding: "utf8" }),
    );
    let got = "";
    for (let tries = 0; tries < 50 && got !== expected; tries++) {
      got = sorted((await page.locator(".sheet text").allTextContents()).join(""));
      if (got !== expected) await page.waitForTimeout(50);
    }
    assert.equal(got, expected, code);
  }
});

test("text that is edited in its place", async (t) => {
  const watched = await watch(t);
  await says(watched.page, fine);
  edit(watched, "letter.md", "This is my yearly report", "Here is my quokka report");
  await shows(watched.page, "Here is my quokka report");
  await says(watched.page, fine);
});

test("a letter in two languages: both are shown, edited and checked", async (t) => {
  const watched = await watch(t, { from: "two" });
  const { page } = watched;
  await says(page, fine);
  await shows(page, "Annwyl Ms Carys Bevan");
  await shows(page, "Dear Ms Carys Bevan");
  const languages = (words) =>
    page.$$eval(".sheet text", (all, words) =>
      all.filter((each) => each.textContent.includes(words))
        .map((each) => each.closest("[lang]").getAttribute("lang")), words);
  assert.deepEqual(new Set(await languages("Annwyl")), new Set(["cy"]));
  assert.deepEqual(new Set(await languages("Dear")), new Set(["en-GB"]));
  /* the space before a bold word is as wide as any */
  const widths = await page.$$eval(".sheet text", (all) =>
    all.filter((each) => each.textContent === " a ").map((each) => each.getSubStringLength(1, 1) / each.getComputedTextLength()));
  assert.ok(widths.length && widths.every((width) => width < 0.6), widths);
  edit(watched, "letter.md", "Dear ((chief_executive))", "Good day ((chief_executive))");
  await shows(page, "Good day Ms Carys Bevan");
  edit(watched, "letter.md", "Good day ((chief_executive))", "Good day ((chief))");
  await page.waitForFunction(() => document.getElementById("problem-list").innerText.includes("((chief))"));
  const place = `${path(watched, "letter.md")}:${placeOf(read(watched, "letter.md"), "((chief))")}: `;
  assert.ok((await problems(page)).some((each) => each.startsWith(place)), await problems(page));
  edit(watched, "letter.md", "((chief))", "((chief_executive))");
  edit(watched, "campaign.yaml", "en-GB: Annual letter 2025}", "fr: Annual letter 2025}");
  await page.waitForFunction(() => document.getElementById("problem-list").innerText.includes("has no words in en-GB"));
});

test("settings that are broken, and mended", async (t) => {
  const watched = await watch(t);
  const { page } = watched;
  const whole = read(watched, "campaign.yaml");
  edit(watched, "campaign.yaml", "title: Annual", "titel: Annual");
  await page.waitForFunction(() => /error/u.test(document.getElementById("status").textContent) && document.getElementById("problem-list").innerText.includes("titel"));
  const place = `${path(watched, "campaign.yaml")}:${placeOf(read(watched, "campaign.yaml"), "titel")}: `;
  const told = await problems(page);
  assert.ok(told.some((each) => each.startsWith(place) && /titel/u.test(each)), told);
  assert.equal(await isOld(page), 1);
  assert.match(await page.textContent("#old"), /from before/u);
  /* the councils stay, and the letter's old pages */
  assert.ok((await page.locator(".sheet svg").count()) >= 3);
  writeFileSync(path(watched, "campaign.yaml"), `${whole}: [`);
  await page.waitForFunction(() =>
    /campaign\.yaml:\d+:\d+: error/u.test(document.getElementById("problem-list").innerText));
  writeFileSync(path(watched, "campaign.yaml"), whole.replace("Annual Review letter 2022", "Yearly letter"));
  await says(page, fine);
  await page.waitForFunction(() => document.getElementById("title").textContent === "Yearly letter");
  assert.equal(await isOld(page), 0);
  assert.equal(await page.isVisible("#old"), false);
});

test("files that editors put in the place of others", async (t) => {
  const watched = await watch(t);
  const { page } = watched;
  const text = read(watched, "letter.md");
  const name = path(watched, "letter.md");
  writeFileSync(`${name}.new`, text.replace("my yearly report", "my first numbat"));
  renameSync(`${name}.new`, name);
  await shows(page, "my first numbat");
  renameSync(name, `${name}~`);
  await page.waitForSelector(".sheets-old");
  writeFileSync(name, text.replace("my yearly report", "my second numbat"));
  await shows(page, "my second numbat");
  /* a link to a file elsewhere, and a change of that file */
  const elsewhere = `${watched.folder}-elsewhere`;
  mkdirSync(elsewhere);
  renameSync(path(watched, "signature.svg"), join(elsewhere, "drawn.svg"));
  await page.waitForSelector(".sheets-old");
  cpSync(join(elsewhere, "drawn.svg"), path(watched, "signature.svg"));
  await page.waitForSelector(".sheets:not(.sheets-old)");
});

test("a picture that is deleted", async (t) => {
  const watched = await watch(t);
  const { page } = watched;
  const picture = readFileSync(path(watched, "signature.svg"));
  rmSync(path(watched, "signature.svg"));
  await says(page, "1 error");
  const place = placeOf(read(watched, "campaign.yaml"), "signature.svg");
  const [told] = await problems(page);
  assert.ok(told.startsWith(`${path(watched, "campaign.yaml")}:${place}: error: signature: `), told);
  assert.ok(told.includes("signature: signature.svg\n"), told);
  assert.equal(await isOld(page), 1);
  writeFileSync(path(watched, "signature.svg"), picture);
  await says(page, fine);
  assert.equal(await isOld(page), 0);
});

test("a figure, and a cell that is none; the other letters go on", async (t) => {
  const watched = await watch(t);
  const { page } = watched;
  const [first, second] = await codes(page);
  const figures = row(watched, "figures.csv", first);
  const line = Object.values(figures).join(",");
  const changed = (investigations, upheld) =>
    Object.values({ ...figures, investigations, upheld, satisfactory_remedies: "0" }).join(",");
  edit(watched, "figures.csv", line, changed("40", "13"));
  await shows(page, "33%"); // 13 of 40 is 32.5, halves up
  edit(watched, "figures.csv", changed("40", "13"), changed("40", "x"));
  await page.waitForFunction(() => document.getElementById("problem-list").innerText.includes('"x"'));
  const told = (await problems(page)).join("\n");
  const at = read(watched, "figures.csv").split("\n").findIndex((each) => each.startsWith(first)) + 1;
  assert.match(told, new RegExp(`figures\\.csv:${at}:14: error: upheld: "x" is not a whole number`, "u"));
  assert.match(await page.locator("#council option:checked").innerText(), /^⚠/u);
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction((code) => document.getElementById("council").value === code, second);
  await page.waitForSelector(".sheets:not(.sheets-old) text");
  assert.equal(await page.isVisible("#old"), false);
  await page.keyboard.press("f");
  await page.waitForFunction((code) => document.getElementById("council").value === code, first);
});

test("a row that is refused as a whole keeps its place", async (t) => {
  const watched = await watch(t);
  const { page } = watched;
  const all = await codes(page);
  await page.keyboard.press("End");
  const last = all.at(-1);
  await page.waitForFunction((code) => document.getElementById("council").value === code, last);
  edit(watched, "figures.csv", new RegExp(`^${last},.*$`, "mu"), `${last},1`);
  await page.waitForSelector(".sheets-old");
  assert.equal(await shown(page), last);
});

test("files in folders: new ones, moved ones, the whole campaign", async (t) => {
  const watched = await watch(t);
  const { page } = watched;
  const [first] = await codes(page);
  mkdirSync(path(watched, "more"));
  writeFileSync(path(watched, "more/words.md"), "Before.\n");
  await page.waitForTimeout(300);
  appendFileSync(path(watched, "more/words.md"), "After.\n");
  const councils = read(watched, "councils.csv");
  writeFileSync(
    path(watched, "councils.csv"),
    councils
      .split("\n")
      .map((line, at) => (line && `${line},${at ? (line.startsWith(first) ? "more/words.md" : "") : "extra"}`))
      .join("\n"),
  );
  appendFileSync(path(watched, "letter.md"), "\n((#extra))\n((>extra))\n((/extra))\n");
  await shows(page, "After.");
  writeFileSync(path(watched, "more/words.md"), "A bilby at last.\n");
  await shows(page, "A bilby at last.");
  renameSync(watched.folder, `${watched.folder}-away`);
  await page.waitForSelector(".sheets-old");
  assert.match((await problems(page)).join(), /no such|not there|no folder/iu);
  renameSync(`${watched.folder}-away`, watched.folder);
  await page.waitForSelector(".sheets:not(.sheets-old)");
  writeFileSync(path(watched, "more/words.md"), "A bilby once more.\n");
  await shows(page, "A bilby once more.");
});

test("links lead to files elsewhere", async (t) => {
  const watched = await watch(t);
  const elsewhere = `${watched.folder}-elsewhere`;
  mkdirSync(elsewhere);
  renameSync(path(watched, "letter.md"), join(elsewhere, "words.md"));
  symlinkSync(watched.folder, `${watched.folder}-link`);
  renameSync(join(elsewhere, "words.md"), path(watched, "words.md"));
  symlinkSync("words.md", path(watched, "letter.md"));
  await watched.page.waitForSelector(".sheets:not(.sheets-old)");
  edit(watched, "words.md", "my yearly report", "my linked report");
  await shows(watched.page, "my linked report");
});

test("fonts are the campaign's own, and watched", async (t) => {
  const fonts = join(LETTERMILL_WORK, "fonts-copy");
  cpSync(join(LETTERMILL_WORK, "fonts"), fonts, { recursive: true });
  const { page } = await watch(t, { options: ["--fonts", fonts] });
  await page.evaluate(() => document.fonts.ready);
  const loaded = await page.evaluate(() =>
    [...document.fonts].filter(({ status }) => status === "loaded").map(({ family }) => family));
  assert.ok(loaded.includes('"Liberation Sans"') || loaded.includes("Liberation Sans"), loaded);
  const settings = readFileSync(join(fonts, "fonts.yaml"), "utf8");
  writeFileSync(join(fonts, "fonts.yaml"), settings.replace("Sans-Bold.ttf", "Sans-Blod.ttf"));
  await page.waitForFunction(() => /Blod/u.test(document.getElementById("problem-list").innerText));
  writeFileSync(join(fonts, "fonts.yaml"), settings);
  await page.waitForSelector(".sheets:not(.sheets-old)");
});

/* --- the server --------------------------------------------------------------- */

function ask(url, path, { method = "GET", host } = {}) {
  return new Promise((done, fail) => {
    const asked = request(new URL(path, url), { method, headers: host ? { host } : {} }, (answer) => {
      let body = "";
      answer.on("data", (bytes) => (body += bytes));
      answer.on("end", () => done({ status: answer.statusCode, headers: answer.headers, body }));
    });
    asked.on("error", fail);
    asked.end();
  });
}

test("nobody but this machine, by its own name, and only to look", async (t) => {
  const { url, child } = await start(t, LETTERMILL_PROGRAM, join(LETTERMILL_WORK, "few"));
  const { port } = new URL(url);
  const status = async (...words) => (await ask(url, ...words)).status;
  const { pathname: secret } = new URL(url);
  assert.match(secret, /^\/[\da-f]{32}\/$/u);
  assert.equal(await status(""), 200);
  assert.equal(await status("state?council=&seen=", { host: `localhost:${port}` }), 200);
  for (const host of ["rebound.example", `rebound.example:${port}`, "127.0.0.1", `127.0.0.1:${port}1`])
    for (const path of ["", "state?council=&seen=", "font/0"])
      assert.equal(await status(path, { host }), 403, host + path);
  for (const method of ["POST", "PUT", "DELETE"])
    assert.equal(await status("", { method }), 405);
  /* Who does not know the secret folder, or not all of it, reads nothing. */
  const wrong = secret.replace(/.\/$/u, (end) => (end === "0/" ? "1/" : "0/"));
  for (const folder of ["/", secret.slice(0, -2), secret.slice(0, -1), wrong, `/${"0".repeat(32)}/`])
    for (const path of ["", "state?council=&seen=", "font/0", "watch.js"]) {
      const { status: got, body } = await ask(url, folder + path);
      assert.equal(got, 403, folder + path);
      assert.equal(body, "Open the whole address that lettermill watch prints.\n");
    }
  for (const path of ["campaign.yaml", "state/x", "font/x", "font/999", "font/-1", "font/18446744073709551616"])
    assert.equal(await status(path), 404, path);
  const { headers } = await ask(url, "");
  assert.match(headers["content-security-policy"], /default-src 'none'.*frame-ancestors 'none'/u);
  assert.equal(headers["access-control-allow-origin"], undefined);
  /* Every socket that the process listens on is one of the loopback's. */
  const sockets = execFileSync("sh", ["-c", `ls -l /proc/${child.pid}/fd`], { encoding: "utf8" });
  const listening = ["tcp", "tcp6", "udp", "udp6"].flatMap((kind) =>
    readFileSync(`/proc/net/${kind}`, "utf8")
      .split("\n")
      .slice(1)
      .map((line) => line.trim().split(/\s+/u))
      .filter((cells) => cells[9] && sockets.includes(`socket:[${cells[9]}]`))
      .filter((cells) => !kind.startsWith("tcp") || cells[3] === "0A")
      .map((cells) => cells[1]),
  );
  assert.deepEqual(listening, [`0100007F:${Number(port).toString(16).toUpperCase().padStart(4, "0")}`]);
});

test("a port that is taken, and one that is asked for", async (t) => {
  const folder = join(LETTERMILL_WORK, "few");
  const first = await start(t, LETTERMILL_PROGRAM, folder);
  const second = await start(t, LETTERMILL_PROGRAM, folder);
  assert.notEqual(new URL(first.url).port, new URL(second.url).port);
  assert.notEqual(new URL(first.url).pathname, new URL(second.url).pathname);
  const { port } = new URL(first.url);
  for (const [words, told] of [
    [[folder, "--port", port], /--port: \d+ is in use/u],
    [[join(LETTERMILL_WORK, "nowhere")], /nowhere/u],
  ]) {
    const child = spawn(LETTERMILL_PROGRAM, ["watch", ...words]);
    let said = "";
    child.stderr.on("data", (bytes) => (said += bytes));
    assert.equal(await new Promise((done) => child.on("exit", done)), 2);
    assert.match(said, told);
  }
});

test("Ctrl-C ends it at once, and the page says so", async (t) => {
  const { page, child, ended } = await watch(t);
  const begin = performance.now();
  child.kill("SIGINT");
  assert.equal(await ended, 0);
  assert.ok(performance.now() - begin < 2500);
  await page.waitForFunction(() =>
    document.getElementById("status").textContent.startsWith("lettermill watch has ended"));
});

/* --- everybody ---------------------------------------------------------------- */

for (const colorScheme of ["light", "dark"])
  test(`axe finds nothing in the ${colorScheme}, with and without errors`, async (t) => {
    const watched = await watch(t, { look: { colorScheme } });
    const { page } = watched;
    assert.deepEqual(await violations(page), []);
    edit(watched, "letter.md", "((period_start))", "((perod_start))");
    await page.waitForSelector(".sheets-old");
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("?");
    await page.waitForSelector("#help[open]");
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press("Escape");
    await page.setViewportSize({ width: 360, height: 740 });
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(overflow <= 0);
  });

test("a change of a campaign of four hundred shows within 200 ms", async (t) => {
  const watched = await watch(t, { from: "many", program: LETTERMILL_RELEASED });
  const { page } = watched;
  await page.evaluate(() => {
    window.seen = new Map();
    new MutationObserver(() => {
      for (const [marker] of document.getElementById("sheets").textContent.matchAll(/marker-\d+/gu))
        if (!window.seen.has(marker)) window.seen.set(marker, Date.now());
    }).observe(document.getElementById("sheets"), { childList: true, subtree: true });
  });
  const text = read(watched, "letter.md");
  const times = [];
  for (let round = 0; round < 9; round++) {
    const begin = Date.now();
    writeFileSync(path(watched, "letter.md"), text.replace("my yearly report", `marker-${round}`));
    await page.waitForFunction((marker) => window.seen.has(marker), `marker-${round}`);
    times.push((await page.evaluate((marker) => window.seen.get(marker), `marker-${round}`)) - begin);
  }
  times.sort((a, b) => a - b);
  t.diagnostic(`milliseconds: ${times.join(" ")}`);
  assert.ok(times[0] < 200, `${times}`);
});
