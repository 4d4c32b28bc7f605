// Measures the review page on many rows: first paint, from a key to the shown change, memory.
// usage: tools/bench review [ROWS]
import {readFileSync} from 'node:fs';
import {makeMany} from '../e2e/review/many.mjs';
import {main, open, serve, step} from '../e2e/review/harness.mjs';

const ROWS = Number(process.argv[2] ?? 2000);
const ROUNDS = 100;

const sorted = (times) => [...times].sort((a, b) => a - b);
const median = (times) => sorted(times)[Math.floor(times.length / 2)];
const p95 = (times) => sorted(times)[Math.floor(times.length * 0.95)];
const show = (what, times, floor) => console.log(
  `${what}: median ${median(times).toFixed(1)} ms, p95 ${p95(times).toFixed(1)} ms` +
  (floor ? `, ${(median(times) / floor).toFixed(1)} x floor` : ''));

/** Times a key from its event to the frame after its change, in the page's own clock. */
function timeKey(page, code, shiftKey) {
  return page.evaluate(async ({code, shiftKey}) => {
    const canvas = document.getElementById('canvas');
    const start = performance.now();
    const changed = new Promise((done) => {
      const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => {
          const channel = new MessageChannel();
          channel.port1.onmessage = () => done(performance.now() - start);
          channel.port2.postMessage(0);
        });
      });
      watch.observe(canvas, {childList: true, subtree: true, attributes: true});
    });
    document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {code, key: code, shiftKey, bubbles: true, cancelable: true}));
    return changed;
  }, {code, shiftKey});
}

/** The floor: the smallest request that the server answers, and a frame. */
function timeNothing(page) {
  return page.evaluate(async () => {
    const start = performance.now();
    await (await fetch('/api/search?text=%00')).text();
    await new Promise((done) => requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = done;
      channel.port2.postMessage(0);
    }));
    return performance.now() - start;
  });
}

const kib = (pid, name) => Number(readFileSync(`/proc/${pid}/status`, 'ascii').match(new RegExp(`${name}:\\s+(\\d+)`))[1]);

async function repeat(n, act) {
  const times = [];
  for (let i = 0; i < n; i++)
    times.push(await act(i));
  return times;
}

async function measure() {
  makeMany(ROWS);
  const server = await serve('many.json');
  const paints = [], ready = [];
  let page;
  for (let i = 0; i < 10; i++) {
    page = await open(server);
    paints.push(await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime));
    ready.push(await page.evaluate(() => performance.getEntriesByName('rows-shown')[0].startTime));
  }
  show('first contentful paint', paints);
  show('rows shown', ready);
  const nothing = await repeat(ROUNDS, () => timeNothing(page));
  show('floor (a request and a frame)', nothing);
  const floor = median(nothing);
  await page.evaluate(() => {
    const scroller = document.getElementById('scroller');
    scroller.scrollTop = scroller.scrollHeight / 2;
  });
  show('arrow down', await repeat(ROUNDS, () => timeKey(page, 'ArrowDown')), floor);
  show('merge rows', await repeat(ROUNDS, () => timeKey(page, 'KeyG')), floor);
  show('undo', await repeat(ROUNDS, () => timeKey(page, 'KeyZ')), floor);
  show('approve', await repeat(ROUNDS, () => timeKey(page, 'KeyA')), floor);
  await step(page, () => page.keyboard.press('z'));
  const heap = await page.evaluate(() => performance.memory.usedJSHeapSize / 1048576);
  console.log(`memory: server ${(kib(server.child.pid, 'VmRSS') / 1024).toFixed(0)} MiB, page's heap ${heap.toFixed(1)} MiB`);
  await server.stop();
}

await main({[`${ROWS} rows are measured`]: measure});
