// The rows on the screen: only those that can be seen, and a few around them, are in the document.
import {BAD, GOOD, state} from './state.js';
import {number, percent, say} from './messages.js';

const AROUND = 6;         // rows that are kept above and below what is seen
const GUESSED_HEIGHT = 64; // of a row that was never shown

const scroller = document.getElementById('scroller');
const grid = document.getElementById('grid');
const heads = document.getElementById('heads');
const canvas = document.getElementById('canvas');

const heights = new WeakMap();  // row object -> height
const elements = new Map();     // row object -> element in the canvas
let printing = false;
let waiting = false;

function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'class')
      element.className = value;
    else if (value !== undefined)
      element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function describeMark(mark) {
  return make('li', {class: `mark ${mark.kind}`}, say(`mark-${mark.kind}`, {text: `\u2068${mark.text ?? ''}\u2069`}));
}

function makeSegment(segment, s, column) {
  const classes = ['segment', segment.block ?? '', segment.headline ? 'headline' : ''];
  const element = make('span', {class: classes.join(' ').trim(), 'data-segment': s}, segment.text);
  const parts = [element];
  if (segment.original) {
    const label = make('span', {class: 'hidden', lang: document.documentElement.lang}, `${say('original')}: `);
    parts.push(make('del', {class: 'original', lang: column.lang, dir: column.dir}, label, segment.original));
  }
  return parts;
}

function makeCell(row, c) {
  const column = state.columns[c];
  const cell = make('div', {role: 'gridcell', class: 'cell', tabindex: '-1', 'data-column': c});
  const text = make('div', {class: 'text', lang: column.lang, dir: column.dir});
  row.cells[c].forEach((segment, s) => {
    if (s > 0)
      text.append(make('span', {class: 'seam', 'aria-hidden': 'true'}, '┆'));
    text.append(...makeSegment(segment, s, column));
  });
  cell.append(text);
  if (row.cells[c].length === 0)
    cell.append(make('span', {class: 'nothing'}, say('nothing')));
  const marks = (row.marks ?? []).filter((mark) => mark.column === c && mark.kind !== 'missing');
  if (marks.length > 0)
    cell.append(make('ul', {class: 'marks'}, ...marks.map(describeMark)));
  return cell;
}

function band(row) {
  return row.confidence >= GOOD ? 'good' : row.confidence >= BAD ? 'doubtful' : 'bad';
}

function makeHead(row) {
  const confidence = make('span', {class: `confidence ${band(row)}`, title: say('confidence')},
    make('span', {class: 'hidden'}, `${say('confidence')} `), percent(row.confidence));
  return make('div', {role: 'rowheader', class: 'head'},
    make('span', {class: 'number'}), confidence,
    make('span', {class: 'origin'}, say(`origin-${row.origin}`)),
    make('span', {class: `status ${row.status}`}, say(row.status)));
}

function makeRow(row) {
  const element = make('div', {role: 'row', class: `row ${row.status}`}, makeHead(row));
  if (row.cells.some((cell) => cell[0]?.block))
    element.classList.add('paragraph');
  row.cells.forEach((_, c) => element.append(makeCell(row, c)));
  if (row.note) {
    const label = make('b', {}, `${say('note')}: `);
    element.append(make('div', {role: 'gridcell', class: 'note'}, label, make('bdi', {}, row.note)));
  }
  return element;
}

const heightOf = (r) => heights.get(state.rows[r]) ?? GUESSED_HEIGHT;

/** Where the shown row i begins, from the top of the canvas. */
function topOf(i) {
  let top = 0;
  for (let k = 0; k < i; k++)
    top += heightOf(state.shown[k]);
  return top;
}

function findWindow() {
  const n = state.shown.length;
  if (printing)
    return {first: 0, end: n, top: 0, total: topOf(n)};
  const from = scroller.scrollTop - heads.offsetHeight;
  const to = from + scroller.clientHeight + heads.offsetHeight;
  let top = 0, first = n, end = n, windowTop = 0;
  for (let i = 0; i < n; i++) {
    const bottom = top + heightOf(state.shown[i]);
    if (first === n && bottom > from) {
      first = i;
      windowTop = top;
    }
    if (end === n && top > to)
      end = i;
    top = bottom;
  }
  const begin = Math.max(0, first - AROUND);
  for (let i = begin; i < first && first < n; i++)
    windowTop -= heightOf(state.shown[i]);
  return {first: begin, end: Math.min(n, end + AROUND), top: Math.max(0, windowTop), total: top};
}

/** Marks where the reader is: the row, the cell, the segment, the caret. */
function markPlace() {
  for (const old of canvas.querySelectorAll('[aria-selected=true], .current, .here')) {
    old.classList.remove('current', 'here');
    old.removeAttribute('aria-selected');
    if (old.getAttribute('role') === 'gridcell')
      old.tabIndex = -1;
  }
  const element = elements.get(state.rows[state.row]);
  const cell = element?.querySelector(`[data-column="${state.column}"]`);
  if (!cell)
    return null;
  element.classList.add('current');
  cell.tabIndex = 0;
  cell.setAttribute('aria-selected', 'true');
  const segment = cell.querySelector(`[data-segment="${state.segment}"]`);
  segment?.classList.add('here');
  placeCaret(cell, segment);
  return cell;
}

/** Draws a caret of our own: text that is not being edited has none. */
function placeCaret(cell, segment) {
  cell.parentElement.parentElement.querySelector('.caret')?.remove();
  const text = segment?.firstChild;
  if (!text || text.nodeType !== Node.TEXT_NODE)
    return;
  const range = document.createRange();
  range.setStart(text, Math.min(state.caret, text.length));
  const place = range.getClientRects()[0] ?? segment.getClientRects()[0];
  const origin = cell.getBoundingClientRect();
  const caret = make('span', {class: 'caret', 'aria-hidden': 'true'});
  caret.style.left = `${place.left - origin.left}px`;
  caret.style.top = `${place.top - origin.top}px`;
  caret.style.height = `${place.height}px`;
  cell.append(caret);
}

function drawRows(view) {
  const wanted = state.shown.slice(view.first, view.end);
  const rows = new Set(wanted.map((r) => state.rows[r]));
  for (const [row, element] of elements) {
    if (!rows.has(row)) {
      element.remove();
      elements.delete(row);
    }
  }
  let before = canvas.firstChild;
  for (const r of wanted) {
    const row = state.rows[r];
    let element = elements.get(row);
    if (!element) {
      element = makeRow(row);
      elements.set(row, element);
    }
    if (element !== before)
      canvas.insertBefore(element, before);
    else
      before = element.nextSibling;
    element.setAttribute('aria-rowindex', r + 2);
    element.dataset.row = r;
    element.querySelector('.number').textContent = number(r + 1);
  }
}

function measure() {
  let changed = false;
  for (const [row, element] of elements) {
    const height = element.offsetHeight;
    changed ||= heights.get(row) !== height;
    heights.set(row, height);
  }
  return changed;
}

/** Shows what is to be seen. What is at the top of the window stays there while heights are learnt. */
export function draw() {
  waiting = false;
  if (!heads.firstChild)
    return null; // there is nothing to show yet
  grid.setAttribute('aria-rowcount', state.rows.length + 1);
  for (let round = 0; round < 3; round++) {
    const view = findWindow();
    drawRows(view);
    canvas.style.paddingTop = `${view.top}px`;
    const anchor = state.shown[view.first + AROUND];
    const before = anchor === undefined ? 0 : topOf(view.first + AROUND);
    const isStill = !measure();
    if (anchor !== undefined && !isStill && scroller.scrollTop > 0 && view.first > 0)
      scroller.scrollTop += topOf(view.first + AROUND) - before;
    canvas.style.height = `${topOf(state.shown.length)}px`;
    if (isStill)
      break;
  }
  return markPlace();
}

function drawSoon() {
  if (waiting)
    return;
  waiting = true;
  requestAnimationFrame(draw);
}

/** Brings the current row into sight and gives its cell the focus. */
export function show(takesFocus = true) {
  draw();
  const i = state.shown.indexOf(state.row);
  if (i >= 0) {
    const top = topOf(i), height = heightOf(state.row);
    const room = scroller.clientHeight - heads.offsetHeight;
    if (top < scroller.scrollTop)
      scroller.scrollTop = top;
    else if (top + height > scroller.scrollTop + room)
      scroller.scrollTop = Math.min(top, top + height - room + 8);
    draw();
  }
  const cell = markPlace();
  if (takesFocus)
    (cell ?? scroller).focus({preventScroll: true});
}

export function drawHeads() {
  grid.style.setProperty('--columns', state.columns.length);
  grid.setAttribute('aria-label', say('grid'));
  grid.setAttribute('aria-colcount', state.columns.length + 1);
  const cells = state.columns.map((column) =>
    make('div', {role: 'columnheader', class: 'cell', lang: column.lang, dir: column.dir}, column.name));
  heads.replaceChildren(make('div', {role: 'row', class: 'row', 'aria-rowindex': 1},
    make('div', {role: 'columnheader', class: 'head'}, make('span', {class: 'hidden'}, say('row'))), ...cells));
}

/** Forgets what was drawn: the interface speaks another language. */
export function drawAnew() {
  for (const element of elements.values())
    element.remove();
  elements.clear();
  drawHeads();
  draw();
}

/** Turns a place on the screen into one of the draft; null: there is none. */
export function placeAt(event) {
  const cell = event.target.closest?.('#canvas [data-column]');
  if (!cell)
    return null;
  const place = {row: Number(cell.parentElement.dataset.row), column: Number(cell.dataset.column), segment: 0, caret: 0};
  const range = document.caretRangeFromPoint?.(event.clientX, event.clientY);
  const segment = range?.startContainer.parentElement?.closest('[data-segment]');
  if (segment && cell.contains(segment)) {
    place.segment = Number(segment.dataset.segment);
    place.caret = range.startOffset;
  } else if (event.target.dataset.segment) {
    place.segment = Number(event.target.dataset.segment);
  }
  return place;
}

scroller.addEventListener('scroll', drawSoon, {passive: true});
new ResizeObserver(drawSoon).observe(scroller);
addEventListener('beforeprint', () => {
  printing = true;
  draw();
});
addEventListener('afterprint', () => {
  printing = false;
  draw();
});
