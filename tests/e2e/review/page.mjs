// The page itself: languages, themes, finding one's way, many rows, and who can't see or point.
import {cpSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {assert, assertEqual, draftOf, goTo, load, main, makeBitext, open, segmentAt, serve, shownTexts, step,
  textsOf} from './harness.mjs';
import {makeMany} from './many.mjs';

const SERIOUS = ['serious', 'critical'];

async function withServer(test) {
  makeBitext();
  const server = await serve('dam.json');
  try {
    await test(server);
  } finally {
    await server.stop('SIGKILL');
  }
}

async function languages() {
  await withServer(async (server) => {
    for (const [locale, dir] of [['en', 'ltr'], ['ckb-IQ', 'rtl'], ['ar', 'rtl'], ['de', 'ltr']]) {
      const page = await open(server, {locale});
      const lang = locale === 'de' ? 'en' : locale.slice(0, locale === 'ckb-IQ' ? 3 : 2);
      const html = page.locator('html');
      assertEqual([await html.getAttribute('lang'), await html.getAttribute('dir')], [lang, dir], locale);
      const first = await segmentAt(page, 0, 0).boundingBox(), second = await segmentAt(page, 0, 1).boundingBox();
      assertEqual(first.x < second.x, dir === 'ltr', 'columns are mirrored');
      const cells = await page.locator('#canvas .text').evaluateAll((all) => all.map((t) => `${t.lang} ${t.dir}`));
      assert(cells.every((cell) => ['en ltr', 'ckb rtl', 'ar rtl'].includes(cell)), 'each text has its own direction');
      await goTo(page, 1, 0);
      await page.keyboard.press(dir === 'ltr' ? 'ArrowRight' : 'ArrowLeft');
      const here = await page.locator('[aria-selected=true]').getAttribute('data-column');
      assertEqual(here, dir === 'ltr' || locale === 'de' ? '1' : here, 'arrows go where they point');
      const words = await page.locator('body').innerText();
      assert(!/undefined|\{\w+\}|(key|mark|origin|filter|done)-\w/.test(words), 'everything is said in words');
      assertEqual(page.wrong, [], 'errors in the page');
      await page.locator('#language').selectOption('en');
      await page.locator('html[lang=en][dir=ltr]').waitFor();
    }
  });
}

async function accessibility() {
  const axe = readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');
  await withServer(async (server) => {
    for (const [locale, colorScheme] of [['en', 'light'], ['en', 'dark'], ['ckb', 'light'], ['ar', 'dark']]) {
      const page = await open(server, {locale, colorScheme});
      await goTo(page, 3, 1);
      for (const panel of [null, 'h', 'n']) {
        if (panel)
          await page.keyboard.press(panel);
        const found = await page.evaluate(`${axe}; axe.run()`);
        const serious = found.violations.filter((v) => SERIOUS.includes(v.impact));
        assertEqual(serious.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`), [],
          `${locale}, ${colorScheme}, ${panel ?? 'the grid'}`);
        assert(found.passes.length > 15, 'axe looked at the page');
        await page.keyboard.press('Escape');
      }
    }
  });
}

async function keyboardAlone() {
  await withServer(async (server) => {
    const page = await open(server);
    const focused = () => page.evaluate(() => document.activeElement.getAttribute('role') ?? document.activeElement.tagName);
    assertEqual(await focused(), 'gridcell', 'the grid has the focus');
    const reached = new Set();
    for (let i = 0; i < 60; i++) {
      await page.keyboard.press('Shift+Tab');
      reached.add(await page.evaluate(() => document.activeElement.dataset?.action ?? document.activeElement.id));
    }
    for (const wanted of ['nextDoubtful', 'search', 'filter', 'language', 'help', 'toMemory', 'end'])
      assert(reached.has(wanted), `${wanted} is reached by Tab`);
    await page.locator('[data-action=nextDoubtful]').focus();
    const tools = await page.locator('#tools button').evaluateAll((all) => all.map((b) => b.dataset.action));
    for (const tool of [...tools.slice(1), tools[0]]) {
      await page.keyboard.press('ArrowRight');
      assertEqual(await page.evaluate(() => document.activeElement.dataset.action), tool, 'arrows choose among the tools');
    }
    await page.keyboard.press('End');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    assertEqual(await page.evaluate(() => document.activeElement.dataset.action), 'undo', 'Tab comes back to the tool that was left');
    await segmentAt(page, 3, 1).click();
    for (const [key, segment] of [['BracketRight', '1'], ['BracketLeft', '0']]) {
      await page.keyboard.press(key);
      assertEqual(await page.locator('#canvas .here').getAttribute('data-segment'), segment, `${key} in the cell`);
    }
    await page.locator('[data-action=insertBelow]').focus();
    await step(page, () => page.keyboard.press('Enter'));
    assertEqual(await focused(), 'gridcell', 'the focus is back where the work is');
  });
}

async function nextDoubtful() {
  await withServer(async (server) => {
    const page = await open(server);
    const doubts = (await draftOf(page)).rows.map((row) => row.doubt);
    const order = doubts.map((d, r) => [d, r]).filter(([d]) => d >= 0.05).sort((a, b) => b[0] - a[0] || a[1] - b[1]);
    assert(order.length > 1, 'there are doubtful rows');
    for (const [, r] of order) {
      await page.keyboard.press('d');
      assertEqual(await page.locator('#canvas .current').getAttribute('data-row'), String(r), 'the most doubtful first');
    }
    await page.keyboard.press('d');
    assertEqual(await page.locator('#canvas .current').getAttribute('data-row'), String(order[0][1]), 'and again from the start');
  });
}

async function whatWasMendedIsSeen() {
  await withServer(async (server) => {
    const page = await open(server);
    const current = () => page.locator('#canvas .current').getAttribute('data-row').then(Number);
    await page.keyboard.press('d');
    const first = await current();
    await page.keyboard.press('n');
    await page.locator('#ask textarea').fill('a note');
    await step(page, () => page.keyboard.press('Enter'));
    await page.keyboard.press('d');
    assert(await current() !== first, 'a row that a note was written about does not come again at once');
    await step(page, () => page.keyboard.press('i'));
    await page.keyboard.press('d');
    assert(Object.values(await shownTexts(page))[await current()]?.flat().length !== 0, 'nor is an empty row doubtful');
    // What is filtered and searched for hides nothing from it.
    await page.locator('#filter').selectOption('approved');
    await page.locator('#search').fill('كانيڕەش');
    await page.locator('#found', {hasText: 'rows found'}).waitFor();
    await page.locator('#scroller').focus();
    await page.keyboard.press('d');
    assert(await page.locator('#canvas .current').isVisible(), 'the row is shown');
    assertEqual([await page.locator('#filter').inputValue(), await page.locator('#search').inputValue()], ['all', ''], 'and all others');
  });
}

async function textIsSelected() {
  await withServer(async (server) => {
    const page = await open(server);
    const box = await segmentAt(page, 2, 0).boundingBox();
    await page.mouse.move(box.x + 2, box.y + 8);
    await page.mouse.down();
    await page.mouse.move(box.x + 150, box.y + 8, {steps: 5});
    await page.mouse.up();
    const selected = await page.evaluate(() => getSelection().toString());
    assert(selected.length > 5 && textsOf(await draftOf(page))[2][0][0].includes(selected), `"${selected}" can be copied`);
    assertEqual(await page.locator('#canvas .current').getAttribute('data-row'), '2', 'and the reader is there');
  });
}

async function filtersAndSearch() {
  await withServer(async (server) => {
    const page = await open(server);
    const all = (await draftOf(page)).rows.length;
    await goTo(page, 2, 0);
    await step(page, () => page.keyboard.press('a'));
    await page.locator('#filter').selectOption('approved');
    assertEqual(Object.keys(await shownTexts(page)), ['2'], 'only the approved row');
    for (const [filter, below] of [['below90', 0.9], ['below50', 0.5]]) {
      await page.locator('#filter').selectOption(filter);
      const unsure = (await draftOf(page)).rows.flatMap((row, r) => (row.confidence < below ? [String(r)] : []));
      assertEqual(Object.keys(await shownTexts(page)), unsure, `confidence below ${below}`);
    }
    await page.locator('#filter').selectOption('all');
    await page.locator('#search').fill('كانيڕەش'); // with Arabic letters, as some keyboards write it
    await page.locator('#found', {hasText: 'rows found'}).waitFor();
    const found = await shownTexts(page);
    assert(Object.keys(found).length > 0 && Object.keys(found).length < all, 'some rows are found');
    assert(Object.values(found).every((row) => row.flat().join(' ').includes('کانیڕەش')), 'they have it');
    await page.locator('#search').press('Escape');
    assertEqual(Object.keys(await shownTexts(page)).includes('0'), true, 'all rows are back');
  });
}

async function manyRows() {
  makeMany(2000);
  const server = await serve('many.json');
  const page = await open(server);
  const count = () => page.locator('#canvas .row').count();
  assert(await count() < 60, 'only what is seen is in the page');
  await page.keyboard.press('End');
  assertEqual(await page.locator('#canvas .current').getAttribute('aria-rowindex'), '2001', 'the last row');
  assert(await page.locator('#canvas .current').isVisible() && await count() < 60, 'it is seen');
  for (const r of [1000, 17, 1999, 512]) {
    await page.evaluate((to) => {
      const scroller = document.getElementById('scroller');
      scroller.scrollTop = scroller.scrollHeight * to / 2000;
    }, r);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const shown = await page.evaluate(() => {
      const box = document.getElementById('scroller').getBoundingClientRect();
      return [...document.querySelectorAll('#canvas .row')].filter((e) => {
        const b = e.getBoundingClientRect();
        return b.bottom > box.top && b.top < box.bottom;
      }).length;
    });
    assert(shown >= 3, `rows fill the window at ${r}`);
  }
  await page.keyboard.press('End');
  const before = textsOf(await draftOf(page));
  await step(page, () => page.keyboard.press('Shift+G'));
  assertEqual(textsOf(await draftOf(page)).length, before.length - 1, 'an operation at the end');
  assertEqual(page.wrong, [], 'errors in the page');
  await server.stop('SIGKILL');
}

async function print() {
  await withServer(async (server) => {
    const page = await open(server);
    await page.evaluate(() => document.documentElement.dataset.theme = 'dark');
    await page.emulateMedia({media: 'print'});
    const ink = await page.evaluate(() => getComputedStyle(document.getElementById('left')).color);
    assertEqual(ink, 'rgb(91, 98, 95)', 'the ink is dark on paper');
    await page.emulateMedia({media: 'screen'});
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    assertEqual(await page.locator('#canvas .row').count(), (await draftOf(page)).rows.length, 'all rows are printed');
    await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  });
}

async function textIsText() {
  writeFileSync('x.en.txt', '<img src=x onerror="document.title=1"> & <script>document.title=2</script>\n');
  writeFileSync('x.ckb.txt', '<b>دەق</b> &amp; "دەق"\n');
  const server = await serve('x.en.txt', 'x.ckb.txt', '--lang', 'en,ckb');
  const page = await open(server);
  assertEqual(await page.title(), 'x.json', 'nothing of a text is run');
  // What translates nothing may stand in a row of its own.
  const english = page.locator('#canvas [data-column="0"] [data-segment]').first();
  assert((await english.innerText()).startsWith('<img'), 'it is shown as it is');
  await server.stop('SIGKILL');
}

async function sentencesWithoutCounterpart() {
  const axe = readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');
  cpSync(join(process.env.SOURCE, 'tests/golden/render/gaps.in'), 'gaps.json');
  const server = await serve('gaps.json');
  try {
    const said = {en: 'without a counterpart: \u2068It rained all day.\u2069',
      ckb: 'بێ هاوتا: \u2068It rained all day.\u2069', ar: 'بلا مقابل: \u2068It rained all day.\u2069'};
    for (const [locale, expected] of Object.entries(said)) {
      const page = await open(server, {locale});
      const marks = await page.locator('#canvas .mark.unmatched').allTextContents();
      assertEqual([marks.length, marks[0]], [2, expected], locale);
      const found = await page.evaluate(`${axe}; axe.run()`);
      assertEqual(found.violations.map((v) => v.id), [], `axe, ${locale}`);
    }
    const page = await open(server);
    await goTo(page, 0, 0);
    await step(page, () => page.keyboard.press('u'));
    assertEqual(await page.locator('#canvas .mark.unmatched').count(), 0, 'a row that is taken apart has no gaps');
    await step(page, () => page.keyboard.press('Control+z'));
    assertEqual(await page.locator('#canvas .mark.unmatched').count(), 2, 'they come back with it');
    assertEqual(page.wrong, [], 'errors in the page');
  } finally {
    await server.stop('SIGKILL');
  }
}

await main({
  'the page speaks three languages, mirrored, and each text has its own direction': languages,
  'axe finds nothing serious': accessibility,
  'all is reached by keyboard': keyboardAlone,
  'the next doubtful row is the most doubtful one that was not seen': nextDoubtful,
  'a row that was mended is not the next doubtful one': whatWasMendedIsSeen,
  'text can be selected': textIsSelected,
  'rows are filtered, and searched for folded': filtersAndSearch,
  'of 2,000 rows only those that are seen are in the page': manyRows,
  'all rows are printed': print,
  'text is never taken for HTML': textIsText,
  'sentences without a counterpart are told': sentencesWithoutCounterpart,
});
