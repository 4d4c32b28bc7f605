// Whole sessions: many operations against a model, a reload, a killed server, two editors, the memory.
import {readFileSync, writeFileSync, mkdirSync, existsSync} from 'node:fs';
import {isDeepStrictEqual} from 'node:util';
import {WAIT_MS, assert, assertEqual, draftOf, goTo, main, makeBitext, open, run, serve, shownTexts,
  step, textsOf} from './harness.mjs';
import {applyStep} from './model.mjs';

const N_OPERATIONS = 100;
const N_STEPS = Number(process.env.STEPS ?? 400);

/** Numbers that are the same for the same seed (mulberry32). */
function makeRandom(seed) {
  return (n) => {
    seed = (seed + 0x6D2B79F5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % n;
  };
}

const keys = ['m', 'Shift+M', 'g', 'Shift+G', 's', 's', 's', 'j', 'k', 'i', 'Shift+I', 'u', 'x', 'Shift+X', 'a', 'r', 'z',
  'z', 'y', 'e'];

/** How long a key may take to ask the server for a step; some keys ask for none. */
const ASKING_MS = 1000;

/** Presses a key at a random place. steps: the requests for steps that the page has sent and nobody
 * has looked at. Resolves with the step that was taken, or null. */
async function pressSomething(page, random, steps) {
  const draft = await draftOf(page);
  const row = random(Math.min(draft.rows.length, 25));
  await goTo(page, row, random(3));
  for (let i = random(8); i > 0; i--)
    await page.keyboard.press('Control+ArrowRight');
  for (let i = random(8); i > 0; i--)
    await page.keyboard.press('Control+ArrowLeft');
  const key = keys[random(keys.length)];
  await page.keyboard.press(key);
  if (key === 'e' && await page.locator('.editor').count()) {
    await page.locator('.editor').fill(`text ${random(1000)} دەق`);
    await page.keyboard.press('Enter');
  }
  for (let waited = 0; !steps.length && waited < ASKING_MS; waited += 20)
    await page.waitForTimeout(20);
  return takeStep(steps);
}

/** Resolves with the first of the steps once it is answered; null if there is none, or refused. */
async function takeStep(steps) {
  const request = steps.shift();
  const answer = await request?.response();
  return answer?.status() === 200 ? request.postDataJSON() : null;
}

async function randomSession() {
  makeBitext();
  const seed = Number(process.env.SEED ?? 1);
  console.log(`# seed ${seed}`);
  const random = makeRandom(seed);
  let server = await serve('dam.json');
  let page = await open(server);
  const steps = [];
  page.on('request', (request) => {
    if (request.url().endsWith('/api/step'))
      steps.push(request);
  });
  const states = [textsOf(await draftOf(page))];
  let at = 0, taken = 0;
  for (let i = 0; taken < N_OPERATIONS && i < N_OPERATIONS * 4; i++) {
    const approved = (await draftOf(page)).rows.map((row) => row.status === 'approved');
    // On a slow machine a key may ask after nobody waits for it any more.
    const done = steps.length ? await takeStep(steps) : await pressSomething(page, random, steps);
    if (!done)
      continue;
    taken++;
    if (done.do === 'undo') {
      at--;
    } else if (done.do === 'redo') {
      at++;
    } else {
      states.splice(at + 1);
      states.push(applyStep(states[at], {...done, belowIsApproved: approved[done.row + 1]}));
      at++;
    }
    const found = textsOf(await draftOf(page));
    assertEqual(found, states[at], `after ${JSON.stringify(done)}`);
    for (const [r, row] of Object.entries(await shownTexts(page)))
      assertEqual(row, states[at][r], `row ${r} on the page after ${JSON.stringify(done)}`);
    if (taken === N_OPERATIONS / 2) {
      await page.reload();
      await page.waitForSelector('[data-ready]', {state: 'attached'});
    }
    if (taken === N_OPERATIONS * 3 / 4) {
      await server.stop('SIGKILL');
      server = await serve('dam.json');
      assertEqual(textsOf(await draftOf(page)), states[at], 'after a kill');
    }
  }
  assert(taken === N_OPERATIONS, `only ${taken} operations were taken`);
  while (at > 0) {
    await step(page, () => page.keyboard.press('z'));
    at--;
    assertEqual(textsOf(await draftOf(page)), states[at], 'on the way back');
  }
  assertEqual(page.wrong, [], 'errors in the page');
  await server.stop();
  assert(!existsSync('dam.json.journal'), 'the journal is gone');
}

/** A step that may be allowed, for a draft with such texts. */
function randomStep(rows, random) {
  const row = random(rows.length), column = random(3), segments = rows[row][column];
  const side = random(2) ? 'above' : 'below', segment = random(Math.max(segments.length, 1));
  const place = {row, column, segment};
  return [
    {do: 'merge', row, side}, {do: 'merge', row, column, side},
    {do: 'split', ...place, offset: random((segments[segment] ?? '').length + 1)},
    {do: 'split', ...place, offset: random((segments[segment] ?? '').length + 1)},
    {do: 'move', ...place, side}, {do: 'insert', row, side}, {do: 'unlink', ...place},
    {do: 'swap', row, column, side}, {do: 'edit', ...place, text: `text ${random(1000)}`},
    {do: 'status', row, status: random(2) ? 'approved' : 'proposed'}, {do: 'undo'}, {do: 'undo'}, {do: 'redo'},
  ][random(13)];
}

/** Resolves with whether the server takes a step. */
const sendStep = (page, revision, step) => page.evaluate(async (body) => {
  const answer = await fetch('/api/step',
    {method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});
  if (answer.status >= 500)
    throw new Error(`${answer.status} for ${JSON.stringify(body)}`);
  return answer.status === 200;
}, {...step, revision, id: `step-${revision}-${Math.random()}`});

async function bareSession() {
  makeBitext();
  const random = makeRandom(Number(process.env.SEED ?? 1));
  const server = await serve('dam.json');
  const page = await open(server);
  let draft = await draftOf(page), taken = 0;
  const states = [textsOf(draft)];
  for (let i = 0, at = 0; i < N_STEPS; i++) {
    const sent = randomStep(states[at], random);
    if (!await sendStep(page, draft.revision, sent))
      continue;
    taken++;
    const belowIsApproved = draft.rows[sent.row + 1]?.status === 'approved';
    if (sent.do === 'undo') {
      at--;
    } else if (sent.do === 'redo') {
      at++;
    } else {
      states.splice(at + 1, Infinity, applyStep(states[at], {...sent, belowIsApproved}));
      at++;
    }
    draft = await draftOf(page);
    const found = textsOf(draft), first = found.findIndex((row, r) => !isDeepStrictEqual(row, states[at][r]));
    assert(first < 0 && found.length === states[at].length, `step ${i}, ${JSON.stringify(sent)}: from row ${first} on, ` +
      `found ${JSON.stringify(found.slice(first, first + 3))}\nexpected ${JSON.stringify(states[at].slice(first, first + 3))}`);
  }
  assert(taken > N_STEPS / 2, `only ${taken} steps were taken`);
  await server.stop();
}

async function lostServer() {
  makeBitext();
  let server = await serve('dam.json');
  const page = await open(server);
  await goTo(page, 3, 0);
  await server.stop('SIGKILL');
  await page.keyboard.press('g');
  await page.locator('#lost').waitFor();
  assert((await page.locator('#lost').innerText()).includes('birge review dam.json'), 'it says what to do');
  await page.keyboard.press('g');
  assert((await page.locator('#said').innerText()).includes('still waits'), 'a second change has to wait');
  server = await serve('dam.json');
  assertEqual((await draftOf(page)).revision, 0, 'nothing was taken yet');
  await page.locator('#retry').click();
  await page.locator('#lost').waitFor({state: 'hidden'});
  assertEqual((await draftOf(page)).revision, 1, 'the kept change was taken once');

  // The answer is lost, not the step: a reload must not take it twice.
  await page.route('**/api/step', async (route) => {
    await route.fetch();
    await route.abort();
  });
  await goTo(page, 5, 0);
  await page.keyboard.press('g');
  await page.locator('#lost').waitFor();
  await page.unroute('**/api/step');
  await page.locator('#lost').waitFor({state: 'hidden', timeout: WAIT_MS});
  assertEqual((await draftOf(page)).revision, 2, 'asked for again, it was taken once');
  await server.stop();
}

async function twoEditors() {
  makeBitext();
  const server = await serve('dam.json');
  const one = await open(server), two = await open(server);
  await step(one, () => one.keyboard.press('g'));
  const answer = two.waitForResponse((r) => r.url().endsWith('/api/step'));
  await two.keyboard.press('i');
  assertEqual((await answer).status(), 409, 'the second editor is refused');
  await two.locator('#said', {hasText: 'changed elsewhere'}).waitFor();
  assertEqual(await shownTexts(two), await shownTexts(one), 'and sees what the first did');
  assertEqual((await draftOf(one)).revision, 1, 'nothing else was taken');
  await step(two, () => two.keyboard.press('i'));
  await server.stop();
}

async function intoMemory() {
  mkdirSync('memory');
  writeFileSync('ferry.en.txt', 'The ferry left early. Nobody was on the pier.\n');
  writeFileSync('ferry.ckb.txt', 'کەشتییەکە زوو ڕۆیشت. کەس لەسەر شۆستەکە نەبوو.\n');
  const server = await serve('ferry.en.txt', 'ferry.ckb.txt', '-m', 'memory');
  const page = await open(server);
  await step(page, () => page.keyboard.press('a'));
  await page.keyboard.press('ArrowDown');
  await step(page, () => page.keyboard.press('r'));
  await page.locator('[data-action=toMemory]').click();
  await page.locator('#said', {hasText: '1 added'}).waitFor();
  await page.locator('[data-action=end]').click();
  await page.locator('.ended').waitFor();
  await server.stop();
  writeFileSync('again.en.txt', 'Nobody was on the pier. The ferry left early.\n');
  const found = run('align', 'again.en.txt', '-m', 'memory', '-f', 'tsv');
  assert(found.includes('کەشتییەکە زوو ڕۆیشت.'), `the approved row is found: ${found}`);
  assert(!found.includes('کەس لەسەر'), `the rejected row is not: ${found}`);
}

async function exports_() {
  makeBitext();
  const server = await serve('dam.json');
  const page = await open(server);
  await step(page, () => page.keyboard.press('g'));
  for (const format of (await draftOf(page)).formats) {
    await page.locator('#export summary').click();
    const [download] = await Promise.all([page.waitForEvent('download'),
      page.locator(`#formats a[href$="format=${format}"]`).click()]);
    assert(download.suggestedFilename().startsWith('dam.'), download.suggestedFilename());
    assert(readFileSync(await download.path()).length > 100, `${format} has something in it`);
    await page.locator('#export summary').click();
  }
  await server.stop();
}

await main({
  'a session of 100 random operations is what a model says, over a reload and a kill': randomSession,
  'random steps without the page are what the model says': bareSession,
  'a page that lost its server says so, and brings its change home once': lostServer,
  'two editors at once are noticed': twoEditors,
  'what is approved into memory is looked up, what is rejected is not': intoMemory,
  'each format is exported': exports_,
});
