// A bitext of as many rows as one likes.
import {writeFileSync} from 'node:fs';

/** Writes a bitext of n rows in three languages to many.json. */
export function makeMany(n) {
  const bitext = {format: 'birge-bitext', version: 1, documents: [], rows: []};
  for (const [language, word] of [['en', 'Sentence'], ['ckb', 'ڕستەی'], ['ar', 'جملة']]) {
    const document = {language, name: '', text: '', blocks: [], segments: [], codes: []};
    let start = 0;
    for (let i = 0; i < n; i++) {
      const text = `${word} ${i + 100}. ${word} `.repeat(1 + i % 7).trim();
      const end = start + Buffer.byteLength(text);
      document.text += `${text}\n`;
      document.blocks.push({start, end, kind: 'paragraph'});
      document.segments.push({start, end, block: i});
      start = end + 1;
    }
    bitext.documents.push(document);
  }
  for (let i = 0; i < n; i++)
    bitext.rows.push({runs: Array(3).fill([i, i + 1]), confidence: (i % 100) / 100, origin: 'aligned', status: 'proposed'});
  writeFileSync('many.json', JSON.stringify(bitext));
}
