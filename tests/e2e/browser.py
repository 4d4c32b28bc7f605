"""The web page in Chromium: the order in which text is seen."""
import os
import sys

from browser_order import check
from harness import SOURCE, copy_example, main, run


def test_chromium_shows_our_examples_in_our_order_at_two_widths():
    copy_example()
    for name in ('dam', 'library'):
        run('align', f'{name}.en.txt', f'{name}.ckb.txt', f'{name}.ar.txt', '-m', 'tmx', '-o', 'b.json')
        for width in (1280, 800):
            n_segments, n_lines = check(os.path.abspath('b.json'), width)
            assert n_lines > n_segments > 20


def test_chromium_shows_hard_text_in_our_order():
    check(SOURCE / 'tests/golden/render/three.in', 800)


main(sys.modules[__name__])
