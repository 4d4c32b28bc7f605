#!/usr/bin/env python3
"""Feeds what birge shows to a terminal emulator, and finds cells that stand in another column.

By hand: BIRGE=… SOURCE=… emulator.py BITEXT.json FIRST_WIDTH LAST_WIDTH"""
import collections
import json
import sys
import unicodedata

sys.path.append('/usr/lib/python3/dist-packages')  # where Debian's python3-pyte is
import pyte  # noqa: E402

from harness import run  # noqa: E402

MIRRORED = str.maketrans('([{<«‹', ')]}>»›')

# Lam and an alef in one cell.
JOINED = {'\ufef5': '\u0644\u0622', '\ufef7': '\u0644\u0623', '\ufef9': '\u0644\u0625',
          '\ufefb': '\u0644\u0627'}


class Screen(pyte.Screen):
    """A screen that passes over characters without width, as terminals do; pyte drops what follows."""

    def draw(self, data):
        super().draw(''.join(c for c in data if unicodedata.category(c) != 'Cf'))


def emulate(printed, width):
    """Returns the lines of a terminal as lists of cells. One cell more than the terminal has shows
    what would leave it."""
    text = printed.decode()
    screen = Screen(width + 1, text.count('\n') + 1)
    pyte.Stream(screen).feed(text.replace('\n', '\r\n'))
    lines = [[screen.buffer[y][x].data for x in range(width + 1)] for y in range(screen.lines)]
    assert all(line[width] == ' ' for line in lines), f'a line leaves a width of {width}'
    return lines[:-1]


def count(text):
    """Counts what is seen of a text in any order, brackets that mirror each other alike."""
    text = text.translate(str.maketrans(JOINED))
    seen = (c for c in unicodedata.normalize('NFC', text).translate(MIRRORED)
            if not c.isspace() and unicodedata.category(c) not in ('Cf', 'Cc'))
    return collections.Counter(unicodedata.normalize('NFD', ''.join(seen)))


def cells_of(bitext):
    """Yields the texts of each row, by column."""
    for row in bitext['rows']:
        yield [' '.join(document['text'].encode()[s['start']:s['end']].decode()
                        for s in document['segments'][first:end]) or '—'
               for document, (first, end) in zip(bitext['documents'], row['runs'])]


def bands(lines):
    """Splits the lines at the rules between rows."""
    band = []
    for line in lines:
        if line[:6] == ['─'] * 6:
            yield band
            band = []
        else:
            band.append(line)


def check_columns(bitext, lines):
    """Checks a bitext that is shown in columns: all of a cell's text stands in its column."""
    edges = [x for x, c in enumerate(lines[0]) if c == '│']
    assert len(edges) + 1 == len(bitext['documents']), edges
    edges.append(len(lines[0]))
    shown = list(bands(lines[1:]))[1:]
    texts = list(cells_of(bitext))
    assert len(shown) == len(texts), f'{len(shown)} rows, expected {len(texts)}'
    for number, (band, expected) in enumerate(zip(shown, texts), 1):
        for line in band:
            assert all(line[x] == '│' for x in edges[:-1]), ''.join(line)
        start = lines[0].index(next(c for c in lines[0] if c != ' '))
        for left, right, text in zip([start - 1] + edges, edges, expected):
            seen = ''.join(''.join(line[left + 1:right]) for line in band)
            assert count(seen) == count(text), f'row {number}: {seen!r}, expected {text!r}'


def check_stacked(bitext, lines):
    """Checks a bitext that is shown with one language under the other: text begins at one cell."""
    tags = [document['language'] for document in bitext['documents']]
    first = ''.join(lines[0])
    label = first.index(tags[0])
    start = label + max(map(len, tags)) + 2
    for band, expected in zip(bands(lines), cells_of(bitext)):
        seen = collections.defaultdict(str)
        for line in band:
            tag = ''.join(line[label:start]).strip()
            current = tag if tag else current
            seen[current] += ''.join(line[start:])
        for tag, text in zip(tags, expected):
            assert count(seen[tag]) == count(text), f'{seen[tag]!r}, expected {text!r}'


def check(path, width, bidi):
    """Checks the rendering of a bitext, in JSON, at a width."""
    with open(path, encoding='utf-8') as file:
        bitext = json.load(file)
    printed, _ = run('show', path, '--width', width, '--bidi', bidi)
    if bidi == 'embedded':
        # mlterm counts a cell for each control, and joins lam and alef.
        for joined, letters in JOINED.items():
            printed = printed.replace(letters.encode(), joined.encode())
        longest = max(printed.decode().splitlines(), key=len)
        assert len(longest) <= width, f'mlterm would wrap {longest!r} at {width}'
    lines = emulate(printed, width)
    (check_columns if '│' in lines[0] else check_stacked)(bitext, lines)


if __name__ == '__main__':
    for each in range(int(sys.argv[2]), int(sys.argv[3]) + 1):
        for order in ('visual', 'logical', 'embedded'):
            check(sys.argv[1], each, order)
    print('no cell stands in another')
