// The draft as the page knows it, and where the reader is in it.

/** From here on a row is worth a look. */
export const DOUBTFUL = 0.05;

export const state = {
  name: '', columns: [], rows: [], revision: 0, undo: false, redo: false,
  row: 0, column: 0, segment: 0, caret: 0,
  filter: 'all', found: null, // a Set of row objects, or null when nothing is searched for
  shown: [],                  // numbers of the rows that the filter lets through
  visited: new Set(),         // row objects that "next doubtful" has shown
};

/** Below these a row's confidence is shown as bad, and as doubtful. */
export const BAD = 0.5, GOOD = 0.9;

const filters = {
  all: () => true,
  proposed: (row) => row.status === 'proposed',
  doubtful: (row) => row.status === 'proposed' && row.doubt >= DOUBTFUL,
  below90: (row) => row.confidence < GOOD,
  below50: (row) => row.confidence < BAD,
  marked: (row) => (row.marks?.length ?? 0) > 0,
  approved: (row) => row.status === 'approved',
  rejected: (row) => row.status === 'rejected',
  noted: (row) => Boolean(row.note),
};

export const filterNames = Object.keys(filters);

export const currentRow = () => state.rows[state.row];
export const currentCell = () => currentRow()?.cells[state.column] ?? [];
export const currentSegment = () => currentCell()[state.segment];

export function applyFilter() {
  const passes = filters[state.filter];
  state.shown = [];
  state.rows.forEach((row, r) => {
    if (passes(row) && (!state.found || state.found.has(row)))
      state.shown.push(r);
  });
}

/** Goes to a place; what is out of range is brought into it. */
export function goTo(row, column = state.column, segment = 0, caret = 0) {
  state.row = Math.max(0, Math.min(row, state.rows.length - 1));
  state.column = Math.max(0, Math.min(column, state.columns.length - 1));
  state.segment = Math.max(0, Math.min(segment, currentCell().length - 1));
  state.caret = Math.max(0, Math.min(caret, currentSegment()?.text.length ?? 0));
}

export function takeDraft(draft) {
  Object.assign(state, draft);
  state.visited.clear();
  state.found = null;
  applyFilter();
  goTo(state.row);
}

/** Whoever changes a row sees what it becomes. What the aligner makes anew, nobody has seen. */
function keepVisits(step, before, after) {
  const isOfMany = ['approve', 'undo', 'redo'].includes(step.do);
  after.forEach((row, i) => {
    if (step.do !== 'realign' && (!isOfMany || state.visited.has(before[i])))
      state.visited.add(row);
  });
}

/** Puts the rows of an outcome in their place. Rows that stay keep their objects. */
export function takeOutcome(step, outcome) {
  const before = state.rows.splice(outcome.first, outcome.removed, ...outcome.rows);
  keepVisits(step, before, outcome.rows);
  state.revision = outcome.revision;
  state.undo = outcome.undo;
  state.redo = outcome.redo;
  if (state.found)
    outcome.rows.forEach((row) => state.found.add(row));
  applyFilter();
}

/** The row to look at next: the most doubtful that was not visited; -1: there is none. */
export function findDoubtful() {
  let best = -1;
  state.rows.forEach((row, r) => {
    const fits = row.status === 'proposed' && row.doubt >= DOUBTFUL && !state.visited.has(row);
    if (fits && (best < 0 || row.doubt > state.rows[best].doubt))
      best = r;
  });
  return best;
}

export function count() {
  const counts = {approved: 0, rejected: 0, proposed: 0};
  for (const row of state.rows)
    counts[row.status]++;
  return counts;
}

/** The places in a text at which a word or a cluster begins, and its end. */
function boundaries(text, granularity, lang) {
  const places = [];
  for (const part of new Intl.Segmenter(lang, {granularity}).segment(text)) {
    if (granularity === 'grapheme' || part.isWordLike)
      places.push(part.index);
  }
  return [...new Set([0, ...places, text.length])];
}

/** Moves the caret through the segments of the cell. */
export function moveCaret(forward, granularity) {
  const lang = state.columns[state.column].lang;
  const cell = currentCell();
  if (cell.length === 0)
    return;
  const places = boundaries(cell[state.segment].text, granularity, lang);
  const next = forward ? places.find((p) => p > state.caret) : places.findLast((p) => p < state.caret);
  if (next !== undefined) {
    state.caret = next;
  } else if (cell[state.segment + (forward ? 1 : -1)]) {
    state.segment += forward ? 1 : -1;
    state.caret = forward ? 0 : cell[state.segment].text.length;
  }
}
