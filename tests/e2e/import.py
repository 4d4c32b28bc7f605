"""birge import: what comes back from translators is in the memory, and is found there."""
import json
import re
import sys
from pathlib import Path

from harness import copy_example, fails, main, run

IMPORTED = Path('mine/birge-imported.tmx')


def statuses():
    return re.findall('x-birge-status">([a-z]+)<', IMPORTED.read_text(encoding='utf-8'))


def make_xliff():
    copy_example()
    run('align', 'dam.en.txt', 'dam.ckb.txt', '-o', 'dam.xlf', '-q')
    return Path('dam.xlf').read_text(encoding='utf-8')


def test_xliff_goes_into_the_memory_and_is_found():
    make_xliff()
    out, err = run('import', 'dam.xlf', '--memory', 'mine')
    n = int(re.match(rb'units added\t(\d+)', out)[1])
    assert n > 5 and statuses() == ['proposed'] * n
    assert re.match(r'birge: dam.xlf: 0 approved, %d proposed, 0 rejected or not begun, \d+ without text\n' % n, err.decode())
    line = Path('dam.en.txt').read_text(encoding='utf-8').splitlines()[0]
    found, _ = run('lookup', '--memory', 'mine', '--to', 'ckb', '--json', line)
    assert json.loads(found.splitlines()[0]), found


def test_a_second_import_takes_the_place_of_the_first():
    text = make_xliff()
    run('import', 'dam.xlf', '--memory', 'mine')
    before = IMPORTED.read_bytes()
    out, _ = run('import', 'dam.xlf', '--memory', 'mine')
    assert b'units added\t0\nunits changed\t0\n' in out and IMPORTED.read_bytes() == before
    text = text.replace('state="needs-review-translation"', 'state="final"', 2)
    text = re.sub('state="needs-review-translation"', 'state-qualifier="rejected-inaccurate"', text, count=1)
    text = text.replace('</trans-unit>', '<note>ڕاستە &amp; done</note></trans-unit>', 1)
    Path('dam.xlf').write_text(text, encoding='utf-8')
    out, _ = run('import', 'dam.xlf', '--memory', 'mine', '--user', 'Sara')
    assert out.startswith(b'units added\t0\nunits changed\t2\n') and out.endswith(b'units removed\t1\n'), out
    assert statuses()[:2] == ['approved', 'approved']
    memory = IMPORTED.read_text(encoding='utf-8')
    assert '<note>ڕاستە &amp; done</note>' in memory and memory.count('changeid="Sara"') == 2


def test_every_format_brings_the_same():
    copy_example()
    units = {}
    for ending in ('xlf', 'xlf2', 'po', 'tsv', 'csv'):
        run('align', 'dam.en.txt', 'dam.ckb.txt', '-o', f'dam.{ending}', '-q')
        run('import', f'dam.{ending}', '--memory', ending)
        text = Path(ending, 'birge-imported.tmx').read_text(encoding='utf-8')
        units[ending] = re.findall('<seg>(.*)</seg>|x-birge-status">(.*)<', text)
    assert len(units['xlf']) > 10 and all(u == units['xlf'] for u in units.values())


def test_only_what_was_approved_can_be_wanted():
    make_xliff()
    out, _ = run('import', 'dam.xlf', '--memory', 'mine', '--only-approved')
    assert out.startswith(b'units added\t0\n') and not IMPORTED.exists()


def test_wrong_calls_and_files_are_refused():
    make_xliff()
    fails('import', '--memory', 'mine', status=2, says='expected files to import')
    fails('import', 'dam.xlf', status=2, says='--memory says')
    fails('import', 'dam.xlf', '--memory', 'mine', '--state', 'x', status=2, says='expected approved or proposed')
    fails('import', 'tmx/dam.tmx', '--memory', 'mine', status=1, says='is TMX, which a memory holds as it is')
    fails('import', 'dam.en.txt', '--memory', 'mine', status=1, says='no columns of two languages')
    Path('t.csv').write_text('source,target\nA,B\n', encoding='utf-8')
    fails('import', 't.csv', '--memory', 'mine', status=2, says='t.csv:1: does not say its source language')
    fails('import', 'dam.xlf', '-q', '--memory', 'tmx', '--name', 'dam.txt', status=2, says='no name of a memory')
    Path('mine').mkdir()
    Path('mine/birge-imported.tmx').write_text('<tmx version="1.4"><header/><body/></tmx>', encoding='utf-8')
    fails('import', 'dam.xlf', '-q', '--memory', 'mine', status=1, says='birge did not make this file')


main(sys.modules[__name__])
