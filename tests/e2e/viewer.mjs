// What is copied out of a PDF in Chromium's own viewer is the stored text.
//
// By hand: BIRGE=… SOURCE=… MODULES=… node viewer.mjs BITEXT.json counts the segments that come back.
import {readFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {assert, assertEqual, load, main, makeBitext, run} from './review/harness.mjs';

const {chromium} = load('playwright-core');

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

/** Copies all text out of a PDF. The viewer does not say when it is ready: it is asked until it gives
 *  something, and the same twice. */
async function copyAll(path) {
  const server = await serve(path);
  const browser = await chromium.launch({executablePath: '/usr/bin/chromium',
    ignoreDefaultArgs: ['--disable-extensions', '--headless', // the viewer is an extension
      '--disable-component-extensions-with-background-pages'],
    args: ['--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run']});
  try {
    const context = await browser.newContext();
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], {origin: server.origin});
    const clipboard = await context.newPage();
    await clipboard.goto(server.origin);
    const viewer = await context.newPage();
    await viewer.goto(`${server.origin}/a.pdf`);
    let before = '';
    for (let i = 0; i < 60; i++) {
      await viewer.bringToFront();
      await viewer.mouse.click(500, 400);
      await viewer.keyboard.press('Control+a');
      await viewer.keyboard.press('Control+c');
      await viewer.waitForTimeout(1000);
      await clipboard.bringToFront();
      const text = await clipboard.evaluate(() => navigator.clipboard.readText());
      if (text && text === before)
        return text;
      before = text;
    }
    throw new Error('the viewer gives no text');
  } finally {
    await browser.close();
    server.stop();
  }
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
} else {
  await main({
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
