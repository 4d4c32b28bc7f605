#!/usr/bin/env python3
"""Compares the order in which Chromium shows a page's segments with ours, line by line.

By hand: BIRGE=… SOURCE=… browser_order.py BITEXT.json WIDTH..."""
import html
import itertools
import json
import re
import subprocess
import sys

from harness import run

CHROMIUM = ['/usr/bin/chromium', '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run',
            '--disable-background-networking', '--disable-component-update', '--disable-sync',
            '--virtual-time-budget=100000', '--dump-dom']

# Says where each cluster of each segment stands: its number, its left side, the middle of its line.
SCRIPT = """<script>
const clusters = new Intl.Segmenter('en', { granularity: 'grapheme' });
const found = [...document.querySelectorAll('td[lang] > span')].map(span => {
  const node = span.firstChild, places = [];
  [...clusters.segment(node.data)].forEach((cluster, i) => {
    const range = document.createRange();
    range.setStart(node, cluster.index);
    range.setEnd(node, cluster.index + cluster.segment.length);
    const box = range.getClientRects()[0];
    if (box && cluster.segment.trim())
      places.push([i, box.left, (box.top + box.bottom) / 2]);
  });
  return { language: span.parentNode.lang, text: node.data, places };
});
document.body.textContent = JSON.stringify(found);
</script></body>"""


def measure(page, width):
    """Returns the segments of a page as Chromium shows them."""
    page = re.sub(r'<meta http-equiv="Content-Security-Policy".*?>', '', page)
    page = re.sub(r'<script>.*?</script>', '', page, flags=re.S).replace('</body>', SCRIPT)
    with open('measured.html', 'w', encoding='utf-8') as file:
        file.write(page)
    shown = subprocess.run([*CHROMIUM, f'--window-size={width},900', 'measured.html'],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True, timeout=300)
    body = re.search(r'<body[^>]*>(.*)</body>', shown.stdout.decode(), re.S).group(1)
    return json.loads(html.unescape(body))


def levels_of(segments, language):
    """Returns the levels of the clusters of each segment, as birge says; a few segments at a time."""
    if len(segments) > 100:
        return levels_of(segments[:100], language) + levels_of(segments[100:], language)
    text = '\n'.join(segment['text'] for segment in segments)
    clusters = json.loads(run('text', '-', '--lang', language, '--format', 'json',
                              stdin=text.encode())[0])
    levels = [[]]
    for cluster in clusters:
        if cluster['text'] == '\n':
            levels.append([])
        else:
            levels[-1].append(cluster['level'])
    return levels


def reorder(line, levels):
    """Rule L2 of UAX #9: the numbers of a line's clusters from left to right."""
    line = list(line)
    for level in range(max(map(levels.__getitem__, line)), 0, -1):
        result = []
        for turned, group in itertools.groupby(line, lambda i: levels[i] >= level):
            group = list(group)
            result += reversed(group) if turned else group
        line = result
    return line


def check(path, width):
    """Checks all segments of a bitext at a width; returns how many there were, and lines."""
    run('show', path, '-o', 'order.html')
    with open('order.html', encoding='utf-8') as file:
        segments = measure(file.read(), width)
    n_lines = 0
    for language in sorted({segment['language'] for segment in segments}):
        those = [segment for segment in segments if segment['language'] == language]
        for segment, levels in zip(those, levels_of(those, language), strict=True):
            for _, line in itertools.groupby(segment['places'], lambda place: place[2]):
                line = list(line)
                there = [i for i, _, _ in line]
                # White space has its level and no place of its own.
                ours = [i for i in reorder(range(there[0], there[-1] + 1), levels) if i in there]
                # What a ligature holds has one place: any order is right.
                seen = [i for i, _, _ in sorted(line, key=lambda p: (round(p[1], 2), ours.index(p[0])))]
                assert seen == ours, f'{segment["text"]!r}: Chromium shows {seen}, we {ours}'
                n_lines += 1
    return len(segments), n_lines


if __name__ == '__main__':
    for each in sys.argv[2:]:
        print(each, 'pixels: %d segments, %d lines, all in the same order' % check(sys.argv[1], int(each)))
