// What the reader can do, each thing by a name: keys and buttons both end here.
import {get, post} from './api.js';
import {drawAnew, show} from './grid.js';
import {loadMessages, number, percent, say} from './messages.js';
import {applyFilter, currentRow, currentSegment, filterNames, findDoubtful, goTo,
  moveCaret, state} from './state.js';
import {take, tell} from './steps.js';

const ask = document.getElementById('ask');
const canvas = document.getElementById('canvas');

/** A step about the row, the cell or the segment where the reader is. */
const aboutRow = (step) => take(() => (currentRow() ? {...step, row: state.row} : null));
const aboutCell = (step) => take(() => (currentRow() ? {...step, row: state.row, column: state.column} : null));
const aboutSegment = (step) => take(() => {
  if (!currentSegment()) {
    tell(say('refused'));
    return null;
  }
  return {...step, row: state.row, column: state.column, segment: state.segment};
});

const toggleStatus = (status) => take(() => {
  const row = currentRow();
  return row && {do: 'status', row: state.row, status: row.status === status ? 'proposed' : status};
});

/** Opens the dialog with one field. Resolves with what was put in, or null. */
function askFor(title, label, field) {
  document.getElementById('ask-title').textContent = title;
  document.getElementById('ask-label').textContent = label;
  document.getElementById('ask-field').replaceChildren(field);
  ask.returnValue = '';
  ask.showModal();
  field.focus();
  return new Promise((resolve) => {
    ask.addEventListener('close', () => resolve(ask.returnValue === 'ok' ? field.value : null), {once: true});
  });
}

async function note() {
  const field = document.createElement('textarea');
  field.dir = 'auto';
  field.rows = 4;
  field.maxLength = 8000;
  field.value = currentRow()?.note ?? '';
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      ask.close('ok');
    }
  });
  const row = state.row;
  const text = await askFor(say('note'), say('noteLabel', {row: number(row + 1)}), field);
  if (text !== null && text.trim() !== (state.rows[row].note ?? ''))
    await take(() => ({do: 'note', row, text}));
  show();
}

async function approveAbove() {
  const field = document.createElement('input');
  Object.assign(field, {type: 'number', min: 0, max: 100, step: 1, required: true, value: 90, dir: 'ltr'});
  const value = await askFor(say('approveAbove'), say('approveAboveLabel'), field);
  if (value !== null && value !== '')
    await take(() => ({do: 'approve', confidence: Math.min(100, Math.max(0, Number(value))) / 100}));
  show();
}

/** Puts a field in the place of the segment. Enter keeps what was written, Escape what was there. */
function edit() {
  const element = canvas.querySelector('[aria-selected=true] .segment.here');
  const segment = currentSegment();
  if (!element || !segment)
    return;
  const place = {row: state.row, column: state.column, segment: state.segment};
  const field = document.createElement('textarea');
  field.className = 'editor';
  field.value = segment.text;
  field.setAttribute('aria-label', say('edit'));
  let ended = false;
  const end = (keeps) => {
    if (ended)
      return;
    ended = true;
    const text = field.value.replace(/\s+/g, ' ').trim();
    field.replaceWith(element);
    if (keeps && text && text !== segment.text)
      take(() => ({do: 'edit', ...place, text}));
    show();
  };
  const fit = () => {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  };
  field.addEventListener('input', fit);
  field.addEventListener('blur', () => end(true));
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== 'Escape')
      return;
    event.preventDefault();
    event.stopPropagation();
    end(event.key === 'Enter');
  });
  element.replaceWith(field);
  canvas.querySelector('.caret')?.remove();
  fit();
  field.focus();
  field.setSelectionRange(state.caret, state.caret);
}

/** Takes back what hides rows. */
function showAll() {
  if (state.filter === 'all' && !state.found)
    return;
  state.filter = document.getElementById('filter').value = 'all';
  state.found = null;
  document.getElementById('search').value = document.getElementById('found').textContent = '';
  applyFilter();
}

function nextDoubtful() {
  showAll();
  let next = findDoubtful();
  if (next < 0 && state.visited.size > 0) {
    state.visited.clear();
    next = findDoubtful();
  }
  if (next < 0) {
    tell(say('noDoubt'));
    return;
  }
  state.visited.add(state.rows[next]);
  goTo(next);
  tell(say('doubt', {row: number(next + 1), doubt: percent(state.rows[next].doubt)}));
  show();
}

/** Goes up or down among the rows that are shown. */
function goRows(n) {
  if (state.shown.length === 0)
    return;
  let i = state.shown.findIndex((r) => r >= state.row);
  i = i < 0 ? state.shown.length - 1 : i;
  goTo(state.shown[Math.max(0, Math.min(state.shown.length - 1, i + n))]);
  show();
}

function goColumns(visually) {
  const isMirrored = document.documentElement.dir === 'rtl';
  goTo(state.row, state.column + (isMirrored ? -visually : visually));
  show();
}

function goSegments(n) {
  goTo(state.row, state.column, state.segment + n);
  show();
}

function goCaret(visually, granularity) {
  const isRtl = state.columns[state.column].dir === 'rtl';
  moveCaret(isRtl ? visually < 0 : visually > 0, granularity);
  show();
}

async function toMemory() {
  try {
    const done = await post('/api/approve', {});
    tell(say('inMemory', {file: done.file, added: number(done.added), changed: number(done.changed),
      kept: number(done.kept), removed: number(done.removed)}));
  } catch (error) {
    tell(say('failed', {what: error.message}));
  }
}

async function end() {
  try {
    await post('/api/end', {});
    document.body.replaceChildren(Object.assign(document.createElement('p'), {className: 'ended', textContent: say('ended')}));
  } catch (error) {
    tell(say('failed', {what: error.message}));
  }
}

function theme() {
  const order = ['', 'light', 'dark'];
  const next = order[(order.indexOf(document.documentElement.dataset.theme ?? '') + 1) % order.length];
  setTheme(next);
  localStorage.setItem('birge-theme', next);
  tell(say(`theme-${next || 'system'}`));
}

export function setTheme(name) {
  document.documentElement.dataset.theme = name;
}

let searches = 0;

export async function search(text) {
  const mine = ++searches;
  if (!text.trim()) {
    state.found = null;
  } else {
    const answer = await get(`/api/search?text=${encodeURIComponent(text)}`);
    if (mine !== searches)
      return;
    state.found = new Set(answer.rows.map((r) => state.rows[r]));
  }
  applyFilter();
  document.getElementById('found').textContent = state.found ? say('foundRows', {n: number(state.shown.length)}) : '';
  if (state.shown.length > 0 && !state.shown.includes(state.row))
    goTo(state.shown[0]);
  show(false);
}

export function setFilter(name) {
  state.filter = name;
  document.getElementById('filter').value = name;
  applyFilter();
  if (state.shown.length > 0 && !state.shown.includes(state.row))
    goTo(state.shown[0]);
  tell(say('shownRows', {n: number(state.shown.length)}));
  show(false);
}

export async function setLanguage(language) {
  localStorage.setItem('birge-language', language);
  await loadMessages(language);
  drawAnew();
}

export const actions = {
  up: () => goRows(-1),
  down: () => goRows(1),
  pageUp: () => goRows(-10),
  pageDown: () => goRows(10),
  first: () => goRows(-state.rows.length),
  last: () => goRows(state.rows.length),
  left: () => goColumns(-1),
  right: () => goColumns(1),
  wordLeft: () => goCaret(-1, 'word'),
  wordRight: () => goCaret(1, 'word'),
  letterLeft: () => goCaret(-1, 'grapheme'),
  letterRight: () => goCaret(1, 'grapheme'),
  segmentBefore: () => goSegments(-1),
  segmentAfter: () => goSegments(1),
  nextDoubtful,
  approve: () => toggleStatus('approved'),
  reject: () => toggleStatus('rejected'),
  approveAbove,
  note,
  edit,
  split: () => aboutSegment({do: 'split', offset: state.caret}),
  mergeBelow: () => aboutCell({do: 'merge', side: 'below'}),
  mergeAbove: () => aboutCell({do: 'merge', side: 'above'}),
  mergeRowsBelow: () => aboutRow({do: 'merge', side: 'below'}),
  mergeRowsAbove: () => aboutRow({do: 'merge', side: 'above'}),
  moveDown: () => aboutSegment({do: 'move', side: 'below'}),
  moveUp: () => aboutSegment({do: 'move', side: 'above'}),
  insertBelow: () => aboutRow({do: 'insert', side: 'below'}),
  insertAbove: () => aboutRow({do: 'insert', side: 'above'}),
  unlink: () => aboutSegment({do: 'unlink'}),
  swapBelow: () => aboutCell({do: 'swap', side: 'below'}),
  swapAbove: () => aboutCell({do: 'swap', side: 'above'}),
  realign: () => aboutRow({do: 'realign'}),
  undo: () => take(() => ({do: 'undo'})),
  redo: () => take(() => ({do: 'redo'})),
  search: () => document.getElementById('search').focus(),
  filter: () => setFilter(filterNames[(filterNames.indexOf(state.filter) + 1) % filterNames.length]),
  help: () => document.getElementById('help').showModal(),
  toMemory,
  theme,
  end,
};

