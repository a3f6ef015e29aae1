// Looks at each kind of public page in Chromium; see pages.sh.
import assert from 'node:assert';
import {existsSync, readFileSync, readdirSync} from 'node:fs';
import {createRequire} from 'node:module';
import {after, before, test} from 'node:test';

const tools = process.env.LETTERMILL_TOOLS;
const work = process.env.LETTERMILL_WORK;
const require = createRequire(`${tools}/node_modules/`);
const {chromium} = require('playwright-core');
const axe = readFileSync(`${tools}/node_modules/axe-core/axe.min.js`, 'utf8');

const pages = [
  '2022/site/index.html', '2022/site/2022/upheld/index.html',
  '2022/site/council/luton-borough-council/2022.html',
  '2022/site/council/merrow-vale-district-council/2022.html',
  '2024/site/index.html', '2024/site/2024/per-head/index.html',
  '2024/site/council/ambershire-county-council/2024.html',
  '2025-cy/site/index.html', '2025-cy/site/2025/upheld/index.en-GB.html',
];
// 320 px is also a page of 1280 px at 400%.
const looks = [
  {viewport: {width: 1200, height: 900}, colorScheme: 'light'},
  {viewport: {width: 320, height: 640}, colorScheme: 'light'},
  {viewport: {width: 1200, height: 900}, colorScheme: 'dark'},
];
let browser;

before(async () => {
  browser = await chromium.launch({
    executablePath: process.env.LETTERMILL_CHROMIUM,
    args: ['--no-sandbox', '--host-resolver-rules=MAP * ~NOTFOUND']});
});
after(() => browser.close());

async function open(context, path) {
  const page = await context.newPage();
  const asked = [];
  page.on('request', request => asked.push(request.url()));
  await page.goto(`file://${work}/${path}`);
  return {page, asked};
}

for (const path of pages)
  for (const look of looks)
    test(`${path} at ${look.viewport.width} px, ${look.colorScheme}`,
         async () => {
      assert.ok(existsSync(`${work}/${path}`), path);
      const context = await browser.newContext(look);
      const {page, asked} = await open(context, path);
      const away = asked.filter(url => !url.startsWith(`file://${work}/`) &&
                                       !url.startsWith('data:'));
      assert.deepStrictEqual(away, []);
      const wide = await page.evaluate(
          () => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `the page is ${wide} px too wide`);
      const scripts = await page.evaluate(() => [...document.scripts].filter(
          script => script.type !== 'application/ld+json').length);
      assert.strictEqual(scripts, 0);
      await page.evaluate(axe);
      const found = await page.evaluate(async () => (await window.axe.run())
          .violations.map(fault => `${fault.id}: ${fault.nodes[0].html}`));
      assert.deepStrictEqual(found, []);
      await context.close();
    });

for (const path of pages)
  test(`the keyboard goes through ${path} in reading order`, async () => {
    const context = await browser.newContext(looks[0]);
    const {page} = await open(context, path);
    const wanted = await page.evaluate(() => {
      const all = [...document.querySelectorAll('a[href], summary, [tabindex]')]
          .filter(element => !element.closest('details:not([open]) > :not(summary)'));
      all.forEach((element, index) => { element.dataset.place = index; });
      return all.length;
    });
    for (let place = 0; place < wanted; place++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        const path = document.activeElement.querySelector('path');
        return {place: document.activeElement.dataset.place,
                seen: style.outlineStyle !== 'none' || (path &&
                    parseFloat(getComputedStyle(path).strokeWidth) > 2)};
      });
      assert.strictEqual(at.place, String(place));
      assert.ok(at.seen, `focus is not seen at ${place}`);
    }
    await context.close();
  });

test('a short address leads to the newest page', async () => {
  const context = await browser.newContext(looks[0]);
  const {page} = await open(
      context, '2022/site/council/luton-borough-council/index.html');
  await page.waitForURL('**/luton-borough-council/2022.html');
  await context.close();
});

test('each cell of the map says the figure that its page has', async () => {
  const context = await browser.newContext(looks[0]);
  const {page} = await open(context, '2022/site/index.html');
  const cells = await page.$$eval('.map svg a', links => links.map(
      link => [link.getAttribute('aria-label'), link.href.baseVal]));
  assert.strictEqual(cells.length, 12);
  for (const [label, link] of cells) {
    await page.goto(new URL(link, `file://${work}/2022/site/`).href);
    const [name, ...cells] = await page.evaluate(() => [
      document.querySelector('h1').textContent,
      ...[...document.querySelectorAll('main table')[0].rows[1].cells]
          .map(cell => cell.textContent)]);
    assert.ok(label.startsWith(`${name}: ${cells[1]}`), label);
    assert.ok(label.endsWith(cells[2]), `${label} and ${cells[2]}`);
  }
  await context.close();
});

test('the switch leads from language to language and back', async () => {
  const context = await browser.newContext(looks[0]);
  const {page} = await open(context, '2025-cy/site/index.html');
  for (const [word, language] of [['English', 'en-GB'], ['Cymraeg', 'cy']]) {
    await page.click(`header .languages >> text=${word}`);
    assert.strictEqual(await page.getAttribute('html', 'lang'), language);
    assert.strictEqual(
        await page.textContent('header .languages [aria-current]'), word);
  }
  await context.close();
});

test('there is a page for every letter', () => {
  for (const [year, count] of [['2022', 13], ['2024', 40]])
    assert.strictEqual(readdirSync(`${work}/${year}/site/council`).length,
                       count);
});
