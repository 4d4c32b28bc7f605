// Talks to the server. A step that got no answer is kept, also over a reload, and asked for again
// with the same id: the server takes it once.

const KEPT = 'birge-step';

/** What the server refused, with its status. */
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** The server did not answer. */
export class Lost extends Error {}

async function ask(path, options) {
  let answer;
  try {
    answer = await fetch(path, options);
  } catch {
    throw new Lost();
  }
  if (answer.ok)
    return answer.json();
  const said = await answer.json().catch(() => ({}));
  throw new Refusal(answer.status, said.error ?? '');
}

export const get = (path) => ask(path, {});

export const post = (path, body) => ask(path, {
  method: 'POST', headers: {'Content-Type': 'application/json'}, body: JSON.stringify(body)});

function makeId() {
  return Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, '0')).join('');
}

/** The step that waits for an answer, or null. */
export function keptStep() {
  return JSON.parse(sessionStorage.getItem(KEPT) ?? 'null');
}

export function dropStep() {
  sessionStorage.removeItem(KEPT);
}

/** Sends a step; the answer is its outcome. */
export async function sendStep(step) {
  const whole = {id: makeId(), ...step};
  sessionStorage.setItem(KEPT, JSON.stringify(whole));
  try {
    const outcome = await post('/api/step', whole);
    dropStep();
    return outcome;
  } catch (error) {
    if (error instanceof Refusal)
      dropStep();
    throw error;
  }
}
