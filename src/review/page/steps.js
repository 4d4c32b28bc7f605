// Steps: one after the other to the server, and what it answers onto the page.
import {Lost, Refusal, dropStep, get, keptStep, sendStep} from './api.js';
import {show} from './grid.js';
import {say} from './messages.js';
import {goTo, state, takeDraft, takeOutcome} from './state.js';

const RETRY_MS = 2000;

const lost = document.getElementById('lost');
const said = document.getElementById('said');
let chain = Promise.resolve();
let timer = 0;
let afterEach = () => {};

export function setAfterEach(listener) {
  afterEach = listener;
}

export function tell(message) {
  said.textContent = message;
}

/** Where the reader should be after a step: with what the step was about. */
function follow(step, outcome) {
  const last = outcome.first + Math.max(outcome.rows.length, 1) - 1;
  const cell = (r) => state.rows[r]?.cells[state.column] ?? [];
  switch (step.do) {
  case 'move':
    if (step.side === 'below')
      return goTo(last, step.column, 0);
    return goTo(outcome.first, step.column, cell(outcome.first).length - 1);
  case 'merge':
  case 'insert':
    return goTo(outcome.first);
  case 'undo':
  case 'redo':
    return goTo(outcome.first, state.column, state.segment, state.caret);
  case 'status': {
    const next = state.shown.find((r) => r > step.row);
    return goTo(state.filter === 'all' ? Math.min(step.row + 1, state.rows.length - 1) : next ?? step.row);
  }
  default:
    return goTo(state.row, state.column, state.segment, state.caret);
  }
}

async function reload() {
  takeDraft(await get('/api/draft'));
  show();
  afterEach();
}

function showLost(isGone) {
  lost.hidden = false;
  lost.querySelector('p').textContent = say(isGone ? 'strange' : 'lost', {name: state.name});
  clearTimeout(timer);
  timer = setTimeout(retry, RETRY_MS);
}

function hideLost() {
  clearTimeout(timer);
  if (lost.hidden)
    return;
  lost.hidden = true;
  tell(say('found'));
}

async function handle(error) {
  if (error instanceof Lost || error.status === 403) {
    showLost(error.status === 403);
  } else if (error instanceof Refusal && error.status === 409) {
    await reload();
    tell(say('changed'));
  } else if (error instanceof Refusal && error.status >= 500) {
    tell(say('failed', {what: error.message}));
  } else if (error instanceof Refusal) {
    tell(say('refused'));
  } else {
    throw error;
  }
}

async function send(step) {
  try {
    const outcome = await sendStep(step);
    hideLost();
    takeOutcome(step, outcome);
    follow(step, outcome);
    tell(say(`done-${step.do}`));
    show();
    afterEach();
  } catch (error) {
    await handle(error);
  }
}

/** Takes a step. make: gives it when its turn has come, or null. */
export function take(make) {
  chain = chain.then(async () => {
    if (keptStep()) {
      tell(say('waiting'));
      return;
    }
    const step = make();
    if (step)
      await send({...step, revision: state.revision});
  });
  return chain;
}

/** Asks again for the step that got no answer; without one, whether the server is back. */
export function retry() {
  clearTimeout(timer);
  chain = chain.then(async () => {
    const step = keptStep();
    if (step) {
      await send(step);
      return;
    }
    try {
      await reload();
      hideLost();
    } catch (error) {
      await handle(error);
    }
  });
  return chain;
}

/** At the start: the step that an earlier page could not bring home. */
export async function resume() {
  const step = keptStep();
  if (step && step.revision !== state.revision)
    dropStep(); // it was taken, only its answer was lost
  else if (step)
    await send(step);
}

document.getElementById('retry').addEventListener('click', retry);
