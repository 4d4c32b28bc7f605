"""birge memory: what is told of a memory, and changes that are asked for."""
import json
import os
import sys
from pathlib import Path
from xml.etree import ElementTree

from harness import SOURCE, fails, main, rows, run

LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def unit(tuid, more='', **texts):
    """A tu; texts: by language, markup as it is."""
    variants = ''.join(f'<tuv xml:lang="{tag}"><seg>{text}</seg></tuv>' for tag, text in texts.items())
    return f'<tu tuid="{tuid}">{more}{variants}</tu>\n'


def write(path, *units, tool='birge'):
    Path(path).write_text(
        f'<tmx version="1.4"><header creationtool="{tool}" creationtoolversion="1" segtype="sentence" o-tmf="x" '
        f'adminlang="en" srclang="en" datatype="plaintext"/><body>\n{"".join(units)}</body></tmx>\n', encoding='utf-8')


def stored(path):
    """The tuids of a file's units."""
    return [tu.get('tuid') for tu in ElementTree.parse(path).iter('tu')]


def faults(*arguments):
    out, err = run('memory', 'check', *arguments, '--json')
    return [json.loads(line) for line in out.splitlines()], err.decode()


def test_info_counts_by_language_and_by_file():
    os.mkdir('m')
    write('m/a.tmx', unit('1', en='Rain.', ckb='باران.'), unit('2', en='Snow.', ar='ثلج.'))
    write('m/b.tmx', unit('3', en='Rain.', ar='مطر.'))
    lines = dict(line.split('\t') for line in run('memory', 'info', 'm')[0].decode().splitlines())
    assert lines == {'units': '2', 'units in en': '2', 'units in ckb': '1', 'units in ar': '2',
                     'units in all of these': '1', 'm/a.tmx': '2', 'm/a.tmx in en': '2', 'm/a.tmx in ckb': '1',
                     'm/a.tmx in ar': '1', 'm/b.tmx': '1', 'm/b.tmx in en': '1', 'm/b.tmx in ar': '1'}, lines
    told = json.loads(run('memory', 'info', 'm', '--json')[0])
    assert told['units'] == 2 and told['in_all'] == 1
    assert told['files'][1] == {'file': 'm/b.tmx', 'units': 1, 'languages': {'en': 1, 'ckb': 0, 'ar': 1}}


def test_check_finds_each_kind_of_fault_and_nothing_else():
    os.mkdir('m')
    write('m/a.tmx', unit('good', en='Rain fell.', ckb='باران باری.'),
          unit('empty', en='Snow fell.', ckb=' \t'),
          unit('copied', en='Wind blew.', ckb='wind  BLEW.'),
          unit('number', en='12', ckb='١٢'),
          unit('script', en='Sun shone.', ckb='Xor hilat.'),
          unit('codes', en='<bpt i="1"/>Hail<ept i="1"/> fell.', ckb='تەرزە <bpt i="1"/>باری.'),
          unit('paired', en='<bpt i="1"/>Ice<ept i="1"/> fell.', ckb='سەهۆڵ <bpt i="2"/>باری.<ept i="2"/>'))
    write('m/b.tmx', unit('again', ckb='باران باری.', en='Rain fell.'),
          unit('other', en='rain fell.', ckb='باران بارییەوە.'), tool='another')
    found, err = faults('m')
    assert [(f['tuid'], f['kind'], f['language']) for f in found] == [
        ('empty', 'empty', 'ckb'), ('copied', 'copied', 'ckb'), ('copied', 'script', 'ckb'),
        ('script', 'script', 'ckb'), ('codes', 'codes', 'ckb'), ('again', 'duplicate', None),
        ('other', 'conflict', 'ckb')], found
    assert found[-1]['file'] == 'm/b.tmx' and (found[-1]['other_file'], found[-1]['other_at']) == ('m/a.tmx', 2)
    assert err == 'duplicate: 1, conflict: 1, empty: 1, copied: 1, script: 2, codes: 1\n', err
    text = run('memory', 'check', 'm')[0].decode()
    assert 'm/b.tmx:2: duplicate of m/a.tmx:2\n' in text, text
    assert 'm/b.tmx:3: conflict in ckb, other than m/a.tmx:2: باران بارییەوە.\n' in text, text
    table = rows(run('memory', 'check', 'm', '-f', 'tsv')[0], 9)
    assert [row[0] for row in table] == [f['kind'] for f in found] and table[0][4] == 'empty'


def test_what_ships_has_no_faults_but_the_parts_that_recur():
    found, err = faults(SOURCE / 'tmx')
    assert {f['kind'] for f in found} <= {'duplicate', 'conflict'}, err


def test_add_makes_the_file_and_leaves_out_what_is_there():
    write('new.tmx', unit('1', en='Rain.'), unit('1', en='Rain.'), unit('2', en='Rain.'))
    out, _ = run('memory', 'add', 'm', 'new.tmx')
    assert out == b'units added\t2\nunits that were there\t1\nfiles written\t1\n', out
    assert stored('m/new.tmx') == ['1', '2']
    write('more.tmx', unit('3', '<prop type="x-a">1</prop>', en='Snow.'), unit('2', en='Rain.'), tool='another')
    out, _ = run('memory', 'add', 'm', 'more.tmx', '--name', 'new.tmx')
    assert out == b'units added\t1\nunits that were there\t1\nfiles written\t1\n', out
    assert stored('m/new.tmx') == ['1', '2', '3']
    before = Path('m/new.tmx').stat()
    out, _ = run('memory', 'add', 'm', '-', '--name', 'new.tmx', stdin=Path('more.tmx').read_bytes())
    assert b'units added\t0\n' in out and Path('m/new.tmx').stat() == before


def test_nothing_is_added_when_one_file_is_wrong():
    write('a.tmx', unit('1', en='Rain.'))
    Path('b.tmx').write_text('<tmx version="1.4"><header/><body><tu>')
    fails('memory', 'add', 'm', 'a.tmx', 'b.tmx', status=1, says='b.tmx:1')
    assert os.listdir('m') == []


def test_files_of_others_are_never_changed():
    os.mkdir('m')
    write('m/theirs.tmx', unit('1', en='Rain.'), unit('2', en='Rain.'), tool='another')
    write('m/ours.tmx', unit('1', en='Rain.'), unit('3', en='Snow.'), unit('4', en='Snow.'))
    before = {name: Path('m', name).read_bytes() for name in os.listdir('m')}
    says = 'birge did not make this file'
    write('new.tmx', unit('9', en='Hail.'))
    fails('memory', 'add', 'm', 'new.tmx', '--name', 'theirs.tmx', status=1, says='m/theirs.tmx: would have to')
    fails('memory', 'remove', 'm', '--tuid', '1', status=1, says='m/theirs.tmx:2: would have to change, but ' + says)
    fails('memory', 'dedupe', 'm', status=1, says='m/theirs.tmx:3: would have to change, but ' + says)
    assert {name: Path('m', name).read_bytes() for name in os.listdir('m')} == before
    out, _ = run('memory', 'dedupe', 'm', '-o', 'all.tmx')
    assert out == b'units kept\t2\nunits joined with others\t3\nfiles written\t1\n', out
    assert stored('all.tmx') == ['1', '3']
    assert {name: Path('m', name).read_bytes() for name in os.listdir('m')} == before


def test_remove_takes_tuids_and_folded_texts():
    os.mkdir('m')
    write('m/a.tmx', unit('1', en='Rain.'), unit('2', en='Snow.', ckb='كتێب'), unit('3', en='Hail.'))
    write('m/b.tmx', unit('3', en='Fog.'), unit('4', en='Wind.'), tool='another')
    out, _ = run('memory', 'remove', 'm', '--text', 'RAIN .', '--text', 'کتێب')
    assert out == b'units removed\t2\nfiles written\t1\n', out
    assert stored('m/a.tmx') == ['3'] and stored('m/b.tmx') == ['3', '4']
    assert run('memory', 'remove', 'm', '--tuid', 'none')[0] == b'units removed\t0\nfiles written\t0\n'


def test_dedupe_joins_what_equal_units_carry():
    write('a.tmx', unit('1', en='Rain.', ckb='باران.'), unit('2', '<note>seen</note>', ckb='باران.', en='Rain.'),
          unit('3', en='Rain.', ckb='باران!'), unit('4', en='Ra<ph/>in.', ckb='باران.'))
    out, _ = run('memory', 'dedupe', 'a.tmx')
    assert out == b'units kept\t3\nunits joined with others\t1\nfiles written\t1\n', out
    assert stored('a.tmx') == ['1', '3', '4'] and b'<note>seen</note>' in Path('a.tmx').read_bytes()
    before = Path('a.tmx').stat()
    assert b'files written\t0\n' in run('memory', 'dedupe', 'a.tmx')[0]
    assert Path('a.tmx').stat() == before


def test_split_keeps_all_units_in_order():
    write('a.tmx', *(unit(n, en=f'Rain {n}.') for n in range(7)), tool='another')
    out, _ = run('memory', 'split', 'a.tmx', '-o', 'parts', '--units', '3')
    assert out == b'units written\t7\nfiles written\t3\n', out
    assert [stored(f'parts/a-{n}.tmx') for n in (1, 2, 3)] == [['0', '1', '2'], ['3', '4', '5'], ['6']]
    assert b'creationtool="another"' in Path('parts/a-1.tmx').read_bytes()
    fails('memory', 'split', 'a.tmx', '-o', 'parts', '--units', '3', status=1, says='parts/a-1.tmx: is there already')


def test_wrong_calls_are_told():
    write('a.tmx', unit('1', en='Rain.'))
    for call in (['memory'], ['memory', 'info'], ['memory', 'eat', 'm'], ['memory', 'info', 'a', 'b']):
        fails(*call, status=2, says='expected info, check, add, remove, merge, dedupe or split')
    fails('memory', 'add', 'm', status=2, says='expected files to add')
    fails('memory', 'add', 'm', '-', status=2, says='--name says')
    fails('memory', 'add', 'm', 'a.tmx', '--name', 'b.txt', status=2, says='b.txt: is no name of a memory')
    fails('memory', 'remove', 'a.tmx', status=2, says='--tuid or --text')
    fails('memory', 'split', 'a.tmx', '-o', 'x', status=2, says='--units N')
    fails('memory', 'check', 'a.tmx', '-f', 'xml', status=2, says='unknown format "xml"')


main(sys.modules[__name__])
