// Each operation by key and by mouse, and undo of each by key and by mouse.
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

/** Checks what the server and the page have, and that an undo gives back what was. */
async function checkAndUndo(page, before, expected, undo) {
  assertEqual(textsOf(await draftOf(page)), expected, 'the draft');
  for (const [r, row] of Object.entries(await shownTexts(page)))
    assertEqual(row, expected[r], `row ${r} on the page`);
  await step(page, undo);
  const after = await draftOf(page);
  assertEqual(after.rows, before.rows, 'the draft after undo');
  for (const [r, row] of Object.entries(await shownTexts(page)))
    assertEqual(row, textsOf(before)[r], `row ${r} on the page after undo`);
}

const withoutId = ({id, revision, ...rest}) => rest;

async function byKey() {
  await withPage(async (page) => {
    for (const [name, key, row, column, wanted] of operations) {
      const before = await draftOf(page);
      await goTo(page, row, column);
      assertEqual(withoutId(await step(page, () => page.keyboard.press(key))), wanted, name);
      await checkAndUndo(page, before, applyStep(textsOf(before), wanted), () => page.keyboard.press('z'));
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
      await checkAndUndo(page, before, applyStep(textsOf(before), wanted), () => button(page, 'undo').click());
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
    await checkAndUndo(page, before, applyStep(textsOf(before), sent), () => page.keyboard.press('Control+z'));

    // Right to left, the caret goes forward to the left.
    await goTo(page, 3, 1);
    await page.keyboard.press('Control+ArrowLeft');
    const rtl = await step(page, () => page.keyboard.press('s'));
    assert(rtl.offset > 0 && rtl.column === 1, 'the caret in right-to-left text');
    await checkAndUndo(page, before, applyStep(textsOf(before), rtl), () => page.keyboard.press('Control+z'));

    const box = await segmentAt(page, 3, 2).boundingBox();
    await page.mouse.click(box.x + box.width / 2, box.y + 8);
    const clicked = await step(page, () => button(page, 'split').click());
    assert(clicked.row === 3 && clicked.column === 2 && clicked.offset > 0, 'the caret of a click');
    await checkAndUndo(page, before, applyStep(textsOf(before), clicked), () => button(page, 'undo').click());
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
    await checkAndUndo(page, before, applyStep(textsOf(before), sent), () => page.keyboard.press('z'));

    await segmentAt(page, 2, 0).dblclick();
    await page.locator('.editor').fill('Another text.');
    const left = await step(page, () => segmentAt(page, 3, 1).click());
    await checkAndUndo(page, before, applyStep(textsOf(before), left), () => button(page, 'undo').click());
  });
}

async function approveAndReject() {
  await withPage(async (page) => {
    const before = await draftOf(page);
    await goTo(page, 1, 0);
    await step(page, () => page.keyboard.press('a'));
    await step(page, () => page.keyboard.press('r'));
    assertEqual(statuses(await draftOf(page)).slice(0, 4), ['proposed', 'approved', 'rejected', 'proposed'], 'by keys');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    await step(page, () => page.keyboard.press('a'));
    assertEqual(statuses(await draftOf(page))[1], 'proposed', 'approval taken back');
    for (let i = 0; i < 3; i++)
      await step(page, () => page.keyboard.press('z'));
    await segmentAt(page, 1, 0).click();
    await step(page, () => button(page, 'approve').click());
    await step(page, () => button(page, 'reject').click());
    assertEqual(statuses(await draftOf(page)).slice(0, 4), ['proposed', 'approved', 'rejected', 'proposed'], 'by mouse');
    assertEqual(await page.locator('#left').innerText(), `${before.rows.length - 2} of ${before.rows.length} rows are left`, 'the bar');
    await step(page, () => button(page, 'undo').click());
    await step(page, () => button(page, 'undo').click());
    await step(page, () => button(page, 'redo').click());
    await step(page, () => page.keyboard.press('y'));
    assertEqual(statuses(await draftOf(page)).slice(0, 4), ['proposed', 'approved', 'rejected', 'proposed'], 'done again');
  });
}

async function approveAbove() {
  await withPage(async (page) => {
    const before = await draftOf(page);
    const expected = before.rows.map((row) => (row.confidence >= 0.9 ? 'approved' : 'proposed'));
    await page.keyboard.press('b');
    await page.locator('#ask input').fill('90');
    await step(page, () => page.keyboard.press('Enter'));
    assertEqual(statuses(await draftOf(page)), expected, 'by key');
    await step(page, () => page.keyboard.press('z'));
    await button(page, 'approveAbove').click();
    await page.locator('#ask input').fill('90');
    await step(page, () => page.locator('#ask button[value=ok]').click());
    assertEqual(statuses(await draftOf(page)), expected, 'by mouse');
    await step(page, () => button(page, 'undo').click());
    assertEqual((await draftOf(page)).rows, before.rows, 'the draft after undo');
  });
}

async function note() {
  await withPage(async (page) => {
    const before = await draftOf(page);
    await goTo(page, 1, 0);
    await page.keyboard.press('n');
    await page.locator('#ask textarea').fill('see the second paragraph');
    await step(page, () => page.keyboard.press('Enter'));
    assertEqual((await draftOf(page)).rows[1].note, 'see the second paragraph', 'by key');
    assert((await page.locator('#canvas .note').innerText()).includes('see the second'), 'the note is shown');
    await step(page, () => page.keyboard.press('z'));
    await segmentAt(page, 2, 0).click();
    await button(page, 'note').click();
    await page.locator('#ask textarea').fill('تێبینی');
    await step(page, () => page.locator('#ask button[value=ok]').click());
    assertEqual((await draftOf(page)).rows[2].note, 'تێبینی', 'by mouse');
    await step(page, () => button(page, 'undo').click());
    assertEqual((await draftOf(page)).rows, before.rows, 'the draft after undo');
  });
}

async function realign() {
  await withPage(async (page) => {
    const aligned = textsOf(await draftOf(page));
    for (const act of [() => page.keyboard.press('l'), () => button(page, 'realign').click()]) {
      await goTo(page, 3, 0);
      await step(page, () => page.keyboard.press('a'));
      await goTo(page, 5, 1);
      await step(page, () => page.keyboard.press('j'));
      const shifted = await draftOf(page);
      await step(page, act);
      assertEqual(textsOf(await draftOf(page)), aligned, 'the alignment is found again');
      await step(page, () => page.keyboard.press('z'));
      assertEqual((await draftOf(page)).rows, shifted.rows, 'the draft after undo');
      await step(page, () => page.keyboard.press('z'));
      await step(page, () => page.keyboard.press('z'));
    }
  });
}

await main({
  'each operation by key, and undo of each': byKey,
  'each operation by mouse, and undo of each': byMouse,
  'keys are known by their places': keysOfOtherLayouts,
  'a segment is split at the caret of keys and of clicks': split,
  'a segment is edited, its original beside it': edit,
  'rows are approved and rejected, undone and done again': approveAndReject,
  'all rows above a confidence are approved': approveAbove,
  'a note is written': note,
  'rows between approved ones are aligned anew': realign,
});
