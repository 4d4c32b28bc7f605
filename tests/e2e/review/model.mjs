// What each operation does to the texts of a draft, said once more and as simply as can be: rows of
// cells of texts.

const isEmpty = (row) => row.every((cell) => cell.length === 0);

/** Returns the rows after a step; the rows that are given stay as they are. */
export function applyStep(before, step) {
  const rows = structuredClone(before);
  const {row: r, column: c, segment: s} = step;
  const other = step.side === 'above' ? r - 1 : r + 1, upper = Math.min(r, other);
  const empty = () => rows[0].map(() => []);
  const drop = (...numbers) => numbers.sort((a, b) => b - a).forEach((i) => isEmpty(rows[i]) && rows.splice(i, 1));
  switch (step.do) {
  case 'merge':
    if (c === undefined) {
      rows[upper] = rows[upper].map((cell, i) => [...cell, ...rows[upper + 1][i]]);
      rows.splice(upper + 1, 1);
      return rows;
    }
    rows[r][c] = [...rows[upper][c], ...rows[upper + 1][c]];
    rows[other][c] = [];
    drop(r, other);
    return rows;
  case 'split': {
    const text = rows[r][c][s];
    const left = text.slice(0, step.offset).trim(), right = text.slice(step.offset).trim();
    const head = [...rows[r][c].slice(0, s), left].filter(Boolean);
    const tail = [right, ...rows[r][c].slice(s + 1)].filter(Boolean);
    rows[r][c] = head;
    if (rows[r + 1]?.[c].length !== 0 || step.belowIsApproved)
      rows.splice(r + 1, 0, empty());
    rows[r + 1][c] = tail;
    return rows;
  }
  case 'move': {
    const isUp = step.side === 'above';
    const moved = isUp ? rows[r][c].splice(0, s + 1) : rows[r][c].splice(s);
    if (!rows[other]) {
      rows.splice(isUp ? 0 : r + 1, 0, empty());
      rows[isUp ? 0 : r + 1][c] = moved;
      return rows;
    }
    rows[other][c] = isUp ? [...rows[other][c], ...moved] : [...moved, ...rows[other][c]];
    drop(r, other);
    return rows;
  }
  case 'insert':
    rows.splice(step.side === 'above' ? r : r + 1, 0, empty());
    return rows;
  case 'unlink': {
    const cell = rows[r][c];
    const alone = empty(), rest = empty();
    alone[c] = [cell[s]];
    if (s === 0 && cell.length > 1) {
      rows[r][c] = cell.slice(1);
      rows.splice(r, 0, alone);
      return rows;
    }
    rest[c] = cell.slice(s + 1);
    rows[r][c] = cell.slice(0, s);
    rows.splice(r + 1, 0, alone, ...(rest[c].length > 0 ? [rest] : []));
    return rows;
  }
  case 'swap':
    [rows[r][c], rows[other][c]] = [rows[other][c], rows[r][c]];
    return rows;
  case 'edit':
    rows[r][c][s] = step.text;
    return rows;
  default: // status, note, approve: the texts stay
    return rows;
  }
}
