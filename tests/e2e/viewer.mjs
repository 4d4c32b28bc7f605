// What is copied out of a PDF in Chromium's own viewer is the stored text.
//
// By hand: BIRGE=… SOURCE=… MODULES=… node viewer.mjs BITEXT.json counts the segments that come back.
import {readFileSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {assert, assertEqual, load, main, makeBitext, run} from './review/harness.mjs';

const {chromium} = load('playwright-core');

// A page of A4 that lies on its long side, as the viewer shows it at 96 dots to an inch.
const VIEWPORT = {width: 1280, height: 900};
const PIXELS = 96 / 72;
const LONG_SIDE = 841.89;
const TOP = 3;
const RIGHT_TO_LEFT = ['ckb', 'ar'];

/** Text without what readers may change: compatibility forms, white space, what is not seen. */
function bare(text) {
  return text.normalize('NFKC').replace(/[\p{Cc}\p{Cf}\p{Z}]/gu, '');
}

/** Serves a file and an empty page, for a page may read the clipboard only if it is served. */
async function serve(path) {
  const server = createServer((request, response) => {
    const isPdf = request.url === '/a.pdf';
    response.setHeader('Content-Type', isPdf ? 'application/pdf' : 'text/html');
    response.end(isPdf ? readFileSync(path) : '<!DOCTYPE html><title>clipboard</title>');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {origin: `http://127.0.0.1:${server.address().port}`, stop: () => server.close()};
}

/** Opens a PDF in the viewer; act gets its page, and what copies what is selected there. */
async function withViewer(path, act) {
  const server = await serve(path);
  const browser = await chromium.launch({executablePath: '/usr/bin/chromium',
    ignoreDefaultArgs: ['--disable-extensions', '--headless', // the viewer is an extension
      '--disable-component-extensions-with-background-pages'],
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run']});
  try {
    const context = await browser.newContext({viewport: VIEWPORT});
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], {origin: server.origin});
    const clipboard = await context.newPage();
    await clipboard.goto(server.origin);
    const viewer = await context.newPage();
    await viewer.goto(`${server.origin}/a.pdf#toolbar=0&zoom=100`);
    const copy = async () => {
      await viewer.keyboard.press('Control+c');
      await viewer.waitForTimeout(150);
      await clipboard.bringToFront();
      const text = await clipboard.evaluate(() => navigator.clipboard.readText());
      await viewer.bringToFront();
      return text;
    };
    await viewer.bringToFront();
    return await act(viewer, copy);
  } finally {
    await browser.close();
    server.stop();
  }
}

/** Selects all. The viewer does not say when it is ready: it is asked until it gives something, and
 *  the same twice. */
async function selectAll(viewer, copy) {
  let before = '';
  for (let i = 0; i < 60; i++) {
    await viewer.mouse.click(500, 400);
    await viewer.keyboard.press('Control+a');
    const text = await copy();
    if (text && text === before)
      return text;
    before = text;
    await viewer.waitForTimeout(1000);
  }
  throw new Error('the viewer gives no text');
}

function copyAll(path) {
  return withViewer(path, selectAll);
}

/** Where the cells of a page are, as its picture says: their text, and the first and the last place
 *  in which a reader would press and let go the button of the mouse, in points. */
function findCells(bitext, page) {
  run('show', bitext, '-o', 'viewer.svg', '--page', `${page}`);
  const svg = readFileSync('viewer.svg', 'utf8');
  const cells = [];
  for (const [, lang, label, body] of svg.matchAll(/<g role="cell" lang="([^"]*)" aria-label="([^"]*)">\n(.*?)<\/g>\n<\/g>\n/gs)) {
    const segment = label.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"')
      .replaceAll('&#10;', ' ').replaceAll('&amp;', '&');
    const places = [...body.matchAll(/translate\((\S+) (\S+)\)scale/g)].map(([, x, y]) => ({x: +x, y: +y}));
    const base = [...body.matchAll(/<g fill[^>]*><use[^>]*translate\((\S+) (\S+)\)/g)].map(([, , y]) => +y);
    const onLine = (y) => places.filter((place) => Math.abs(place.y - y) < 6).map((place) => place.x);
    const first = onLine(base[0]), last = onLine(base.at(-1));
    const isRtl = RIGHT_TO_LEFT.includes(lang);
    const leftmost = Math.min(...last);
    cells.push({lang, segment, start: {x: isRtl ? Math.max(...first) + 7 : Math.min(...first), y: base[0] - 2},
      end: {x: isRtl ? leftmost - 3 : Math.max(...last) + 5, y: base.at(-1) - 2}});
  }
  return cells;
}

/** Selects each cell of the first page with the mouse. Returns, by language, how many of the segments
 *  that stand there come back, and the others. */
async function selectCells(bitext) {
  run('show', bitext, '-o', 'viewer.pdf');
  const cells = findCells(bitext, 1);
  return withViewer('viewer.pdf', async (viewer, copy) => {
    await selectAll(viewer, copy);
    const left = (VIEWPORT.width - LONG_SIDE * PIXELS) / 2;
    const counts = new Map(cells.map(({lang}) => [lang, {found: 0, lost: []}]));
    for (const {lang, segment, start, end} of cells) {
      const from = [left + start.x * PIXELS, TOP + start.y * PIXELS];
      const to = [left + end.x * PIXELS, TOP + end.y * PIXELS];
      await viewer.mouse.click(5, 5); // nothing is selected
      await viewer.mouse.move(...from);
      await viewer.mouse.down();
      await viewer.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, {steps: 3});
      await viewer.mouse.move(...to, {steps: 3});
      await viewer.mouse.up();
      const text = bare(await copy());
      const count = counts.get(lang);
      if (text === bare(segment))
        count.found++;
      else
        count.lost.push({text, segment});
    }
    return counts;
  });
}

/** Saves a bitext of one document in each language. */
function saveBitext(path, columns) {
  const documents = Object.entries(columns).map(([language, segments]) => {
    const starts = segments.map((_, i) => Buffer.byteLength(segments.slice(0, i).map((s) => `${s}\n`).join('')));
    const ends = segments.map((segment, i) => starts[i] + Buffer.byteLength(segment));
    return {language, name: `${language}.txt`, text: segments.join('\n'), codes: [],
      blocks: segments.map((_, i) => ({start: starts[i], end: ends[i], kind: 'paragraph'})),
      segments: segments.map((_, i) => ({start: starts[i], end: ends[i], block: i}))};
  });
  const rows = documents[0].segments.map((_, i) => ({runs: documents.map(() => [i, i + 1]), confidence: 1,
    origin: 'aligned', status: 'proposed'}));
  writeFileSync(path, JSON.stringify({format: 'birge-bitext', version: 1, documents, rows}));
}

/** Returns the segments of each language, and those that did not come back. */
async function compare(bitext) {
  run('show', bitext, '-o', 'viewer.pdf');
  const text = bare(await copyAll('viewer.pdf'));
  return JSON.parse(readFileSync(bitext, 'utf8')).documents.map((document) => {
    const bytes = Buffer.from(document.text);
    const segments = document.segments.map((s) => bytes.subarray(s.start, s.end).toString());
    return {language: document.language, segments,
      lost: segments.filter((segment) => !text.includes(bare(segment)))};
  });
}

if (process.argv.length > 2) {
  for (const {language, segments, lost} of await compare(process.argv[2]))
    console.log(language, segments.length - lost.length, 'of', segments.length);
  for (const [language, {found, lost}] of await selectCells(process.argv[2])) {
    console.log(language, found, 'of', found + lost.length, 'cells of the first page by the mouse');
    for (const {text, segment} of lost)
      console.log(`  ${text}\n  ${segment}`);
  }
} else {
  await main({
    'a cell that is selected with the mouse is copied as it is stored': async () => {
      makeBitext();
      for (const [language, {found, lost}] of await selectCells('dam.json')) {
        assert(found > 1, language);
        assertEqual(lost, [], language);
      }
    },
    'lines in both directions are copied as they are stored, with their spaces': async () => {
      saveBitext('both.json', {en: ['he said “پردێکی نوێ” twice', 'a bridge پردێک here', 'x', 'y', 'z'],
        ckb: ['لە New York، (WHO-7) و x@y.org دا ١٢٪ هات؟! "باش."', 'پێم\u200cوایە A/B [۲۵] «پرد»', '(پرد) (پرد)',
          '(پرد) (پرد)', 'SNL.'],
        ar: ['قائلًا إنّ Roa Roa هي "مُحَمَّد" (clicktivism) - 10', 'صرّح هيل', '"نعم"', '"نعم"', 'في NL West.']});
      run('show', 'both.json', '-o', 'viewer.pdf');
      const clean = (text) => text.normalize('NFKC').replace(/\p{Cf}/gu, '').replace(/\s+/gu, ' ');
      const text = clean(await copyAll('viewer.pdf'));
      for (const {text: segments} of JSON.parse(readFileSync('both.json', 'utf8')).documents) {
        for (const segment of segments.split('\n'))
          assert(text.includes(clean(segment)), `${segment} in ${text}`);
      }
      assertEqual(text.split('"نعم"').length, 3, 'equal lines');
    },
    'an article in three languages is copied as it is stored': async () => {
      makeBitext();
      const found = await compare('dam.json');
      assertEqual(found.length, 3, 'languages');
      for (const {language, segments, lost} of found) {
        assert(segments.length > 10, language);
        assertEqual(lost, [], language);
      }
    },
  });
}
