// Puts the page together.
import {actions, search, setFilter, setLanguage, setTheme} from './actions.js';
import {get} from './api.js';
import {drawAnew, placeAt, show} from './grid.js';
import {fillHelp, keyOf, listen} from './keys.js';
import {chooseLanguage, loadMessages, number, say} from './messages.js';
import {count, filterNames, goTo, state, takeDraft} from './state.js';
import {resume, setAfterEach} from './steps.js';

const tools = [
  ['nextDoubtful'], ['approve', 'reject', 'approveAbove', 'note'],
  ['edit', 'split', 'unlink'],
  ['moveUp', 'moveDown', 'mergeAbove', 'mergeBelow', 'swapAbove', 'swapBelow'],
  ['mergeRowsAbove', 'mergeRowsBelow', 'insertAbove', 'insertBelow', 'realign'],
  ['undo', 'redo'],
];

const byId = (id) => document.getElementById(id);

function makeButton(name) {
  const button = document.createElement('button');
  button.dataset.action = name;
  return button;
}

/** Says on each button what it does, and its key. */
function nameButtons() {
  for (const button of document.querySelectorAll('button[data-action]')) {
    const name = button.dataset.action, key = keyOf(name);
    button.replaceChildren(say(name));
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
  // A tool is about the place where the reader is, so it must not take the focus from there.
  byId('tools').addEventListener('mousedown', (event) => event.preventDefault());
  byId('canvas').addEventListener('mousedown', (event) => {
    const place = event.button === 0 && !event.target.closest('textarea') ? placeAt(event) : null;
    if (!place)
      return;
    event.preventDefault();
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
  for (const group of tools) {
    const element = document.createElement('span');
    element.className = 'group';
    element.append(...group.map(makeButton));
    byId('tools').append(element);
  }
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
