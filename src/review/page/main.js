// Puts the page together.
import {actions, search, setFilter, setLanguage, setTheme} from './actions.js';
import {get} from './api.js';
import {drawAnew, placeAt, show} from './grid.js';
import {fillHelp, keyOf, listen} from './keys.js';
import {chooseLanguage, loadMessages, number, say} from './messages.js';
import {count, filterNames, goTo, state, takeDraft} from './state.js';
import {resume, setAfterEach} from './steps.js';

// An action, or what can be done upwards and downwards: [message, action, action].
const tools = [
  ['nextDoubtful'], ['approve', 'reject', 'approveAbove', 'note'],
  ['edit', 'split', 'unlink'],
  [['move', 'moveUp', 'moveDown'], ['merge', 'mergeAbove', 'mergeBelow'], ['swap', 'swapAbove', 'swapBelow']],
  [['mergeRows', 'mergeRowsAbove', 'mergeRowsBelow'], ['insert', 'insertAbove', 'insertBelow'], 'realign'],
  ['undo', 'redo'],
];
const ARROWS = ['↑', '↓'];

const byId = (id) => document.getElementById(id);

function makeSpan(className, ...children) {
  const span = document.createElement('span');
  span.className = className;
  span.append(...children);
  return span;
}

function makeButton(name) {
  const button = document.createElement('button');
  button.dataset.action = name;
  return button;
}

function makeTool(tool) {
  if (!Array.isArray(tool))
    return makeButton(tool);
  const [message, ...names] = tool;
  const label = makeSpan('label');
  label.dataset.message = message;
  return makeSpan('pair', label, ...names.map((name, i) => {
    const button = makeButton(name);
    button.dataset.arrow = ARROWS[i];
    return button;
  }));
}

/** Says on each button what it does, and its key. */
function nameButtons() {
  for (const button of document.querySelectorAll('button[data-action]')) {
    const name = button.dataset.action, key = keyOf(name);
    const {arrow} = button.dataset;
    button.replaceChildren(arrow ?? say(name));
    if (arrow)
      button.setAttribute('aria-label', say(name));
    button.title = key ? `${say(`key-${name}`)} (\u2066${key}\u2069)` : say(name);
    if (key)
      button.setAttribute('aria-keyshortcuts', key.replace('Ctrl', 'Control'));
  }
}

function fillSelect(select, names, label, value) {
  select.replaceChildren(...names.map((name) => new Option(label(name), name, false, name === value)));
}

function fillFormats() {
  byId('formats').replaceChildren(...state.formats.map((format) => {
    const link = document.createElement('a');
    link.href = `/api/export?format=${encodeURIComponent(format)}`;
    link.download = '';
    link.textContent = format.toUpperCase();
    return link;
  }));
}

/** Makes the tools one stop of the Tab key, among which arrows choose. */
function listenToTools(toolbar) {
  const buttons = [...toolbar.querySelectorAll('button')];
  const stopAt = (stop) => buttons.forEach((button) => button.tabIndex = button === stop ? 0 : -1);
  stopAt(buttons[0]);
  toolbar.addEventListener('focusin', (event) => stopAt(event.target));
  toolbar.addEventListener('keydown', (event) => {
    const isMirrored = document.documentElement.dir === 'rtl';
    const at = buttons.indexOf(event.target), last = buttons.length - 1;
    const to = {ArrowRight: at + (isMirrored ? -1 : 1), ArrowLeft: at + (isMirrored ? 1 : -1), Home: 0, End: last}[event.code];
    if (to === undefined || event.ctrlKey || event.shiftKey || event.altKey)
      return;
    event.preventDefault();
    event.stopPropagation();
    buttons[(to + buttons.length) % buttons.length].focus();
  });
  // A tool is about the place where the reader is, so it must not take the focus from there.
  toolbar.addEventListener('mousedown', (event) => event.preventDefault());
}

/** Shows how much is done. */
function showProgress() {
  const counts = count(), n = Math.max(state.rows.length, 1);
  const bar = byId('progress');
  bar.setAttribute('aria-valuemax', state.rows.length);
  bar.setAttribute('aria-valuenow', counts.approved + counts.rejected);
  bar.setAttribute('aria-label', say('progress'));
  bar.querySelector('.approved').style.inlineSize = `${counts.approved / n * 100}%`;
  bar.querySelector('.rejected').style.inlineSize = `${counts.rejected / n * 100}%`;
  byId('left').textContent = say('left', {left: number(counts.proposed), n: number(state.rows.length)});
  for (const name of ['undo', 'redo'])
    document.querySelector(`[data-action=${name}]`).setAttribute('aria-disabled', !state[name]);
}

async function speak(language) {
  await setLanguage(language);
  nameButtons();
  fillHelp(byId('keys'));
  fillSelect(byId('filter'), filterNames, (name) => say(`filter-${name}`), state.filter);
  showProgress();
}

function listenToControls() {
  document.addEventListener('click', (event) => {
    const action = event.target.closest?.('button[data-action]')?.dataset.action;
    if (action)
      actions[action]();
  });
  listenToTools(byId('tools'));
  byId('canvas').addEventListener('mousedown', (event) => {
    const place = event.button === 0 && !event.target.closest('textarea') ? placeAt(event) : null;
    if (!place)
      return;
    // What follows is the browser's, so that text can be selected and copied.
    document.activeElement?.blur?.();
    goTo(place.row, place.column, place.segment, place.caret);
    show();
  });
  byId('canvas').addEventListener('dblclick', (event) => {
    if (placeAt(event))
      actions.edit();
  });
  byId('filter').addEventListener('change', (event) => setFilter(event.target.value));
  byId('language').addEventListener('change', (event) => speak(event.target.value));
  byId('search').addEventListener('input', (event) => search(event.target.value));
  byId('search').addEventListener('keydown', (event) => {
    if (event.key === 'Enter' || event.key === 'Escape') {
      if (event.key === 'Escape')
        search(event.target.value = '');
      show();
      event.preventDefault();
    }
  });
}

async function loadNames(languages) {
  const names = {};
  await Promise.all(languages.map(async (language) => {
    names[language] = (await (await fetch(`/messages/${language}.json`)).json()).name;
  }));
  return names;
}

async function start() {
  setTheme(localStorage.getItem('birge-theme') ?? '');
  byId('tools').append(...tools.map((group) => makeSpan('group', ...group.map(makeTool))));
  takeDraft(await get('/api/draft'));
  const language = chooseLanguage(state.languages);
  const names = await loadNames(state.languages);
  fillSelect(byId('language'), state.languages, (name) => names[name], language);
  byId('name').textContent = document.title = state.name;
  byId('to-memory').hidden = !state.memory;
  fillFormats();
  setAfterEach(showProgress);
  await loadMessages(language);
  await speak(language);
  drawAnew();
  listenToControls();
  listen();
  show();
  performance.mark('rows-shown');
  await resume();
  document.documentElement.dataset.ready = 'true';
}

await start();
