// What the tests of the page share: a running birge review, a browser, and results in TAP. The
// program is named by BIRGE, the source by SOURCE, the folder of node modules by MODULES.
import {spawn, execFileSync} from 'node:child_process';
import {cpSync, mkdtempSync, readdirSync, rmSync} from 'node:fs';
import {createRequire} from 'node:module';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {isDeepStrictEqual} from 'node:util';

const {BIRGE, SOURCE, MODULES} = process.env;
export const load = createRequire(join(MODULES, 'node_modules/'));
const {chromium} = load('playwright-core');

const SERVER_ENVIRONMENT = {
  ASAN_OPTIONS: 'detect_leaks=0', // the Python tests look for leaks
};

export const WAIT_MS = 20000;

export function assert(fact, what) {
  if (!fact)
    throw new Error(what);
}

export function assertEqual(found, expected, what) {
  assert(isDeepStrictEqual(found, expected),
    `${what}: found ${JSON.stringify(found)}\nexpected ${JSON.stringify(expected)}`);
}

export function run(...args) {
  return execFileSync(BIRGE, args, {encoding: 'utf8', env: {...process.env, ...SERVER_ENVIRONMENT}});
}

/** Puts the example articles and their memory into the current folder, and makes dam.json. */
export function makeBitext() {
  const examples = join(SOURCE, 'docs/examples');
  for (const name of readdirSync(examples).filter((n) => n.endsWith('.txt')))
    cpSync(join(examples, name), name);
  cpSync(join(SOURCE, 'tmx'), 'tmx', {recursive: true});
  run('align', 'dam.en.txt', 'dam.ckb.txt', 'dam.ar.txt', '-o', 'dam.json');
}

const servers = new Set();

/** Starts birge review; resolves when it serves. One that a failing test leaves behind is ended. */
export async function serve(...args) {
  const child = spawn(BIRGE, ['review', '--no-open', ...args],
    {stdio: ['ignore', 'pipe', 'inherit'], env: {...process.env, ...SERVER_ENVIRONMENT}});
  servers.add(child);
  let said = '';
  for await (const piece of child.stdout) {
    said += piece;
    if (said.includes('Ctrl-C'))
      break;
  }
  const url = said.match(/http:\S+/)?.[0];
  assert(url, `birge review said ${said}`);
  const ended = new Promise((resolve) => child.on('exit', resolve));
  return {child, url, origin: new URL(url).origin,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    }};
}

let browser;
const profiles = [];

/** Opens the page of a server in a browser of its own. */
export async function open(server, options = {}) {
  browser ??= await chromium.launch({executablePath: '/usr/bin/chromium', args: [
    '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync']});
  const context = await browser.newContext({locale: 'en', viewport: {width: 1280, height: 800}, ...options});
  profiles.push(context);
  const page = await context.newPage();
  page.setDefaultTimeout(WAIT_MS);
  page.wrong = [];
  page.on('pageerror', (error) => page.wrong.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !/Failed to load resource/.test(message.text()))
      page.wrong.push(message.text());
  });
  await page.goto(server.url);
  await page.waitForSelector('[data-ready]', {state: 'attached'});
  return page;
}

/** The draft as the server has it. */
export const draftOf = (page) => page.evaluate(async () => (await fetch('/api/draft')).json());

export const textsOf = (draft) => draft.rows.map((row) => row.cells.map((cell) => cell.map((s) => s.text)));

/** The rows in the document, by number: their texts. */
export const shownTexts = (page) => page.evaluate(() => Object.fromEntries(
  [...document.querySelectorAll('#canvas .row')].map((row) => [row.dataset.row,
    [...row.querySelectorAll('[data-column]')].map((cell) =>
      [...cell.querySelectorAll('[data-segment]')].map((s) => s.textContent))])));

/** Does something and waits until the server has taken a step of it. Returns the step. */
export async function step(page, act) {
  const [answer] = await Promise.all([
    page.waitForResponse((r) => r.url().endsWith('/api/step')), act()]);
  assert(answer.status() === 200, `step refused: ${answer.status()} ${await answer.text()}`);
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  return answer.request().postDataJSON();
}

/** Goes to a cell by keys. */
export async function goTo(page, row, column) {
  await page.keyboard.press('Home');
  for (let r = 0; r < row; r++)
    await page.keyboard.press('ArrowDown');
  for (let c = 0; c < 3; c++)
    await page.keyboard.press('ArrowLeft');
  for (let c = 0; c < column; c++)
    await page.keyboard.press('ArrowRight');
}

export const segmentAt = (page, row, column, segment = 0) =>
  page.locator(`#canvas [data-row="${row}"] [data-column="${column}"] [data-segment="${segment}"]`);

/** Runs tests, {name: function}, each in a folder of its own. */
export async function main(tests) {
  const entries = Object.entries(tests);
  console.log(`1..${entries.length}`);
  let failed = false, number = 0;
  for (const [name, test] of entries) {
    const folder = mkdtempSync(join(tmpdir(), 'birge-'));
    const home = process.cwd();
    process.chdir(folder);
    let verdict = 'ok';
    try {
      await test();
    } catch (error) {
      console.error(error);
      verdict = 'not ok';
      failed = true;
    }
    for (const context of profiles.splice(0))
      await context.close();
    for (const server of servers)
      server.kill('SIGKILL');
    servers.clear();
    process.chdir(home);
    rmSync(folder, {recursive: true, force: true});
    console.log(`${verdict} ${++number} ${name}`);
  }
  await browser?.close();
  process.exit(failed ? 1 : 0);
}
