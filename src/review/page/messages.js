// What the page says, in the language that was chosen.

let catalogue = {};
let numbers, percents;

/** The text of a message; {name} stands for values. */
export function say(name, values = {}) {
  const text = catalogue[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (_, key) => values[key] ?? '');
}

export const number = (value) => numbers.format(value);
export const percent = (value) => percents.format(value);

function translateDocument() {
  document.documentElement.lang = catalogue.lang;
  document.documentElement.dir = catalogue.dir;
  for (const element of document.querySelectorAll('[data-message]'))
    element.textContent = say(element.dataset.message);
}

export async function loadMessages(language) {
  const answer = await fetch(`/messages/${language}.json`);
  catalogue = await answer.json();
  numbers = new Intl.NumberFormat(catalogue.numbers);
  percents = new Intl.NumberFormat(catalogue.numbers, {style: 'percent', maximumFractionDigits: 0});
  translateDocument();
}

/** Chooses among languages: what was chosen before, else what the browser speaks, else English. */
export function chooseLanguage(languages) {
  const wanted = [localStorage.getItem('birge-language'), ...navigator.languages];
  for (const tag of wanted) {
    const found = languages.find((l) => tag && (tag === l || tag.startsWith(`${l}-`)));
    if (found)
      return found;
  }
  return languages.includes('en') ? 'en' : languages[0];
}
