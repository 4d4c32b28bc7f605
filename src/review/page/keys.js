// Keys, by their place on the keyboard: so they are the same where the letters are Kurdish or Arabic.
import {actions} from './actions.js';
import {say} from './messages.js';

const A = 'action', S = 'shift';

// [action, place, modifiers, what is printed on the key of an English keyboard]
const keys = [
  ['nextDoubtful', 'KeyD'], ['approve', 'KeyA'], ['reject', 'KeyR'], ['approveAbove', 'KeyB'],
  ['note', 'KeyN'], ['edit', 'KeyE'], ['edit', 'Enter'], ['edit', 'F2'],
  ['split', 'KeyS'],
  ['mergeBelow', 'KeyM'], ['mergeAbove', 'KeyM', S],
  ['mergeRowsBelow', 'KeyG'], ['mergeRowsAbove', 'KeyG', S],
  ['moveDown', 'KeyJ'], ['moveUp', 'KeyK'],
  ['insertBelow', 'KeyI'], ['insertAbove', 'KeyI', S],
  ['unlink', 'KeyU'], ['swapBelow', 'KeyX'], ['swapAbove', 'KeyX', S],
  ['realign', 'KeyL'],
  ['undo', 'KeyZ'], ['undo', 'KeyZ', A], ['redo', 'KeyY'], ['redo', 'KeyY', A], ['redo', 'KeyZ', A + S],
  ['up', 'ArrowUp'], ['down', 'ArrowDown'], ['left', 'ArrowLeft'], ['right', 'ArrowRight'],
  ['pageUp', 'PageUp'], ['pageDown', 'PageDown'], ['first', 'Home'], ['last', 'End'],
  ['wordLeft', 'ArrowLeft', A], ['wordRight', 'ArrowRight', A],
  ['letterLeft', 'ArrowLeft', A + S], ['letterRight', 'ArrowRight', A + S],
  ['segmentBefore', 'BracketLeft'], ['segmentAfter', 'BracketRight'],
  ['filter', 'KeyF'], ['search', 'Slash'], ['help', 'KeyH'], ['help', 'F1'],
];

const byPlace = new Map(keys.map(([action, place, modifiers = '']) => [modifiers + place, action]));

const arrows = {ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Slash: '/', BracketLeft: '[', BracketRight: ']', PageUp: 'PgUp', PageDown: 'PgDn'};

function print([, place, modifiers = '']) {
  const names = [];
  if (modifiers.includes(A))
    names.push('Ctrl');
  if (modifiers.includes(S))
    names.push('Shift');
  names.push(arrows[place] ?? place.replace(/^Key/, ''));
  return names;
}

/** The first key of an action, as printed on an English keyboard. */
export function keyOf(action) {
  const key = keys.find(([name]) => name === action);
  return key ? print(key).join('+') : '';
}

/** The table of keys for the help panel. */
export function fillHelp(table) {
  const names = [...new Set(keys.map(([action]) => action))];
  table.replaceChildren(...names.map((name) => {
    const row = document.createElement('tr');
    const cell = document.createElement('td');
    cell.dir = 'ltr';
    keys.filter(([action]) => action === name).forEach((key, i) => {
      cell.append(i > 0 ? ' · ' : '');
      print(key).forEach((part, k) => {
        cell.append(k > 0 ? '+' : '', Object.assign(document.createElement('kbd'), {textContent: part}));
      });
    });
    const what = Object.assign(document.createElement('th'), {scope: 'row', textContent: say(`key-${name}`)});
    row.append(what, cell);
    return row;
  }));
}

function isWriting(target) {
  return target.closest?.('input, textarea, select, dialog') !== null;
}

/** Enter and Space do to buttons what they do everywhere. */
function isOfControl(event) {
  return event.target.closest?.('button, summary, a') && ['Enter', 'Space'].includes(event.code);
}

export function listen() {
  document.addEventListener('keydown', (event) => {
    if (isWriting(event.target) || isOfControl(event) || event.altKey)
      return;
    const modifiers = (event.ctrlKey || event.metaKey ? A : '') + (event.shiftKey ? S : '');
    const action = byPlace.get(modifiers + event.code);
    if (!action)
      return;
    event.preventDefault();
    actions[action]();
  });
}
