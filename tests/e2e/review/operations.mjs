// Each operation by key and by mouse, undone and done again by key and by mouse.
import {assert, assertEqual, draftOf, goTo, main, makeBitext, open, segmentAt, serve, shownTexts, step,
  textsOf} from './harness.mjs';
import {applyStep} from './model.mjs';

const button = (page, action) => page.locator(`button[data-action=${action}]`);

// Where it is done, by which key, by which button, and what the page must ask for.
const operations = [
  ['mergeBelow', 'm', 3, 1, {do: 'merge', row: 3, column: 1, side: 'below'}],
  ['mergeAbove', 'Shift+M', 3, 1, {do: 'merge', row: 3, column: 1, side: 'above'}],
  ['mergeRowsBelow', 'g', 3, 0, {do: 'merge', row: 3, side: 'below'}],
  ['mergeRowsAbove', 'Shift+G', 3, 0, {do: 'merge', row: 3, side: 'above'}],
  ['moveDown', 'j', 4, 2, {do: 'move', row: 4, column: 2, segment: 0, side: 'below'}],
  ['moveUp', 'k', 4, 2, {do: 'move', row: 4, column: 2, segment: 0, side: 'above'}],
  ['insertBelow', 'i', 2, 0, {do: 'insert', row: 2, side: 'below'}],
  ['insertAbove', 'Shift+I', 2, 0, {do: 'insert', row: 2, side: 'above'}],
  ['unlink', 'u', 5, 1, {do: 'unlink', row: 5, column: 1, segment: 0}],
  ['swapBelow', 'x', 4, 1, {do: 'swap', row: 4, column: 1, side: 'below'}],
  ['swapAbove', 'Shift+X', 4, 1, {do: 'swap', row: 4, column: 1, side: 'above'}],
];

const statuses = (draft) => draft.rows.map((row) => row.status);

async function withPage(test) {
  makeBitext();
  const server = await serve('dam.json');
  try {
    const page = await open(server);
    await test(page);
    assertEqual(page.wrong, [], 'errors in the page');
  } finally {
    await server.stop('SIGKILL');
  }
}

// Undo and redo, by key and by mouse.
const history = {
  key: {undo: (page) => page.keyboard.press('z'), redo: (page) => page.keyboard.press('y')},
  mouse: {undo: (page) => button(page, 'undo').click(), redo: (page) => button(page, 'redo').click()},
};

/** What was done, undone and done again: "ACTION by key" and "ACTION by mouse". */
const covered = new Set();

async function checkPage(page, draft, when) {
  const texts = textsOf(draft);
  for (const [r, row] of Object.entries(await shownTexts(page)))
    assertEqual(row, texts[r], `row ${r} on the page ${when}`);
}

/** After an action: checks what the server and the page have, that undo gives back what was before,
 * and redo what was after. Ends with what was before. how: "key" or "mouse". */
async function checkAndUndo(page, action, how, before, expected) {
  const after = await draftOf(page);
  assertEqual(textsOf(after), expected, `the draft after ${action}`);
  await checkPage(page, after, `after ${action}`);
  for (const [name, wanted] of [['undo', before], ['redo', after], ['undo', before]]) {
    await step(page, () => history[how][name](page));
    const draft = await draftOf(page);
    assertEqual(draft.rows, wanted.rows, `the draft after ${action} and ${name}`);
    await checkPage(page, draft, `after ${action} and ${name}`);
  }
  covered.add(`${action} by ${how}`);
}

const withoutId = ({id, revision, ...rest}) => rest;

async function byKey() {
  await withPage(async (page) => {
    for (const [name, key, row, column, wanted] of operations) {
      const before = await draftOf(page);
      await goTo(page, row, column);
      assertEqual(withoutId(await step(page, () => page.keyboard.press(key))), wanted, name);
      await checkAndUndo(page, name, 'key', before, applyStep(textsOf(before), wanted));
    }
  });
}

async function byMouse() {
  await withPage(async (page) => {
    for (const [name, , row, column, wanted] of operations) {
      const before = await draftOf(page);
      await goTo(page, row, 0);
      await segmentAt(page, row, column).click();
      assertEqual(withoutId(await step(page, () => button(page, name).click())), wanted, name);
      await checkAndUndo(page, name, 'mouse', before, applyStep(textsOf(before), wanted));
    }
  });
}

async function keysOfOtherLayouts() {
  await withPage(async (page) => {
    await goTo(page, 3, 1);
    // What an Arabic keyboard sends for the key that has M on an English one.
    const sent = await step(page, () => page.evaluate(() => document.activeElement.dispatchEvent(
      new KeyboardEvent('keydown', {key: 'ة', code: 'KeyM', bubbles: true, cancelable: true}))));
    assertEqual(sent.do, 'merge', 'the key at the place of M');
  });
}

async function split() {
  await withPage(async (page) => {
    const before = await draftOf(page);
    await goTo(page, 3, 0);
    for (let i = 0; i < 5; i++)
      await page.keyboard.press('Control+ArrowRight');
    const sent = await step(page, () => page.keyboard.press('s'));
    const text = textsOf(before)[3][0][0];
    assert(/\s/.test(text[sent.offset - 1]) && /\S/.test(text[sent.offset]), `caret at ${sent.offset} of ${text}`);
    await checkAndUndo(page, 'split', 'key', before, applyStep(textsOf(before), sent));

    // Right to left, the caret goes forward to the left.
    await goTo(page, 3, 1);
    await page.keyboard.press('Control+ArrowLeft');
    const rtl = await step(page, () => page.keyboard.press('s'));
    assert(rtl.offset > 0 && rtl.column === 1, 'the caret in right-to-left text');
    await checkAndUndo(page, 'split', 'key', before, applyStep(textsOf(before), rtl));

    const box = await segmentAt(page, 3, 2).boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + 8);
    const clicked = await step(page, () => button(page, 'split').click());
    assert(clicked.row === 3 && clicked.column === 2 && clicked.offset > 0, 'the caret of a click');
    await checkAndUndo(page, 'split', 'mouse', before, applyStep(textsOf(before), clicked));
  });
}

async function edit() {
  await withPage(async (page) => {
    const before = await draftOf(page);
    await goTo(page, 2, 1);
    await page.keyboard.press('e');
    await page.locator('.editor').fill('دەقێکی تر.');
    await page.keyboard.press('Escape');
    assertEqual(textsOf(await draftOf(page)), textsOf(before), 'Escape drops the edit');
    await page.keyboard.press('e');
    await page.locator('.editor').fill('دەقێکی\nتر.');
    const sent = await step(page, () => page.keyboard.press('Enter'));
    assertEqual(sent.text, 'دەقێکی تر.', 'the text without its line break');
    assertEqual(await page.locator('.original').innerText().then((t) => t.includes(textsOf(before)[2][1][0])), true, 'the original is beside it');
    await checkAndUndo(page, 'edit', 'key', before, applyStep(textsOf(before), sent));

    for (const begin of [() => segmentAt(page, 2, 0).dblclick(), () => button(page, 'edit').click()]) {
      await segmentAt(page, 2, 0).click();
      await begin();
      await page.locator('.editor').fill('Another text.');
      const left = await step(page, () => segmentAt(page, 3, 1).click());
      await checkAndUndo(page, 'edit', 'mouse', before, applyStep(textsOf(before), left));
    }
  });
}

async function approveAndReject() {
  await withPage(async (page) => {
    const before = await draftOf(page);
    for (const [action, key, status] of [['approve', 'a', 'approved'], ['reject', 'r', 'rejected']]) {
      for (const [how, act] of [['key', () => page.keyboard.press(key)], ['mouse', () => button(page, action).click()]]) {
        await segmentAt(page, 1, 0).click();
        await step(page, act);
        const expected = statuses(before).with(1, status);
        assertEqual(statuses(await draftOf(page)), expected, `${action} by ${how}`);
        assertEqual(await page.locator('#left').innerText(), `${before.rows.length - 1} of ${before.rows.length} rows are left`, 'the bar');
        assertEqual(await page.locator('#canvas .current').getAttribute('data-row'), '2', 'and on to the next row');
        await checkAndUndo(page, action, how, before, textsOf(before));
        await segmentAt(page, 1, 0).click();
        await step(page, act);
        await segmentAt(page, 1, 0).click();
        await step(page, act);
        assertEqual((await draftOf(page)).rows, before.rows, `${action} taken back`);
      }
    }
  });
}

async function approveAbove() {
  await withPage(async (page) => {
    const before = await draftOf(page);
    const expected = before.rows.map((row) => (row.confidence >= 0.9 ? 'approved' : 'proposed'));
    for (const [how, ask, answer] of [
      ['key', () => page.keyboard.press('b'), () => page.keyboard.press('Enter')],
      ['mouse', () => button(page, 'approveAbove').click(), () => page.locator('#ask button[value=ok]').click()]]) {
      await ask();
      await page.locator('#ask input').fill('90');
      await step(page, answer);
      assertEqual(statuses(await draftOf(page)), expected, `by ${how}`);
      await checkAndUndo(page, 'approveAbove', how, before, textsOf(before));
    }
  });
}

async function note() {
  await withPage(async (page) => {
    const before = await draftOf(page);
    for (const [how, ask, answer] of [
      ['key', () => page.keyboard.press('n'), () => page.keyboard.press('Enter')],
      ['mouse', () => button(page, 'note').click(), () => page.locator('#ask button[value=ok]').click()]]) {
      await segmentAt(page, 2, 0).click();
      await ask();
      await page.locator('#ask textarea').fill('تێبینی: see below');
      await step(page, answer);
      assertEqual((await draftOf(page)).rows[2].note, 'تێبینی: see below', `by ${how}`);
      assert((await page.locator('#canvas .note').innerText()).includes('see below'), 'the note is shown');
      await checkAndUndo(page, 'note', how, before, textsOf(before));
    }
  });
}

async function realign() {
  await withPage(async (page) => {
    const aligned = textsOf(await draftOf(page));
    for (const [how, act] of [['key', () => page.keyboard.press('l')], ['mouse', () => button(page, 'realign').click()]]) {
      await goTo(page, 3, 0);
      await step(page, () => page.keyboard.press('a'));
      await goTo(page, 5, 1);
      await step(page, () => page.keyboard.press('j'));
      const shifted = await draftOf(page);
      await step(page, act);
      await checkAndUndo(page, 'realign', how, shifted, aligned);
      await step(page, () => page.keyboard.press('z'));
      await step(page, () => page.keyboard.press('z'));
    }
  });
}

/** What the page offers to do to rows must be among what was tried. */
async function nothingIsLeftOut() {
  await withPage(async (page) => {
    const tools = await page.locator('#tools button').evaluateAll((all) =>
      all.map((b) => ({action: b.dataset.action, key: b.getAttribute('aria-keyshortcuts')})));
    assertEqual(tools.filter(({key}) => !key), [], 'each tool has a key');
    const actions = tools.map(({action}) => action).filter((name) => !['nextDoubtful', 'undo', 'redo'].includes(name));
    assert(actions.length >= 18, `only ${actions.length} tools`);
    const wanted = actions.flatMap((name) => [`${name} by key`, `${name} by mouse`]);
    assertEqual([...covered].sort(), wanted.sort(), 'all was done, undone and done again');
  });
}

await main({
  'operations by key, undone and done again': byKey,
  'operations by mouse, undone and done again': byMouse,
  'keys are known by their places': keysOfOtherLayouts,
  'a segment is split at the caret of keys and of clicks': split,
  'a segment is edited, its original beside it': edit,
  'rows are approved and rejected, undone and done again': approveAndReject,
  'all rows above a confidence are approved': approveAbove,
  'a note is written': note,
  'rows between approved ones are aligned anew': realign,
  'nothing that the page offers was left out': nothingIsLeftOut,
});
