// Adds a search and a filter of rows to the page, which works without.
'use strict';
(() => {
  const rows = [...document.querySelectorAll('[data-is]')];
  const table = document.querySelector('table');
  if (rows.length === 0)
    return;

  // Letters alike that differ in case, marks or invisible characters, as a reader would search.
  const fold = text => text.normalize('NFKD').replace(/[\p{M}\p{Cf}\u0640]/gu, '').toLowerCase();
  let texts = null;
  const textOf = row => fold([...row.querySelectorAll('td')].map(cell => cell.textContent).join('\n'));

  const add = (parent, name, properties = {}) =>
    parent.appendChild(Object.assign(document.createElement(name), properties));
  const form = Object.assign(document.createElement('form'), { dir: 'ltr' });
  form.setAttribute('role', 'search');
  const words = add(add(form, 'label', { textContent: 'Search' }), 'input',
    { type: 'search', dir: 'auto' });
  const choice = add(add(form, 'label', { textContent: 'Rows' }), 'select');
  for (const kind of ['all', 'doubtful', 'unmatched', 'proposed', 'approved', 'rejected']) {
    if (kind === 'all' || rows.some(row => row.matches(`[data-is~=${kind}]`)))
      add(choice, 'option', { value: kind, textContent: kind });
  }
  const count = add(form, 'output');

  const show = () => {
    const wanted = fold(words.value.trim());
    texts = wanted && !texts ? rows.map(textOf) : texts;
    let shown = 0;
    rows.forEach((row, i) => {
      const fits = choice.value === 'all' || row.matches(`[data-is~=${choice.value}]`);
      row.hidden = !(fits && (!wanted || texts[i].includes(wanted)));
      shown += row.hidden ? 0 : 1;
    });
    count.textContent = wanted || choice.value !== 'all' ? `${shown} of ${rows.length}` : '';
  };
  form.addEventListener('input', show);
  form.addEventListener('submit', event => event.preventDefault());
  table.before(form);
  show();
})();
