// Has axe look at the web pages that birge align writes: light and dark, wide and narrow, in rows
// and with one language under the other. Nothing at all may be found.
import {readFileSync} from 'node:fs';
import {resolve} from 'node:path';
import {assert, assertEqual, load, main, makeBitext, run} from './review/harness.mjs';

const {chromium} = load('playwright-core');
const axe = readFileSync(load.resolve('axe-core/axe.min.js'), 'utf8');

const VERSIONS = ['dam.en.txt', 'dam.ckb.txt', 'dam.ar.txt'];

/** Opens a file in a browser; what the page's policy forbids to scripts is allowed to ours. */
async function look(browser, file, options) {
  const context = await browser.newContext({bypassCSP: true, ...options});
  const page = await context.newPage();
  await page.goto(`file://${resolve(file)}`);
  const found = await page.evaluate(`${axe}; axe.run({resultTypes: ['violations', 'incomplete']})`);
  await context.close();
  return found;
}

async function check(...options) {
  makeBitext();
  run('align', ...VERSIONS, ...options, '-f', 'html', '-o', 'page.html');
  const browser = await chromium.launch({executablePath: '/usr/bin/chromium', args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run']});
  try {
    for (const colorScheme of ['light', 'dark']) {
      for (const width of [1280, 800, 400]) {
        const found = await look(browser, 'page.html', {colorScheme, viewport: {width, height: 800}});
        assertEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).slice(0, 3).join(' ')}`), [],
          `${colorScheme}, ${width}`);
        assert(found.passes.length > 15, 'axe looked at the page');
      }
    }
  } finally {
    await browser.close();
  }
}

await main({
  'axe finds nothing in rows': () => check(),
  'axe finds nothing in languages under each other': () => check('--interlinear'),
  'axe finds nothing in rows that lack a language': () => check('--only=unmatched', '--title=Dam'),
});
