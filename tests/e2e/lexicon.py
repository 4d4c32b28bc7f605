"""birge lexicon: what a memory teaches, shown and exported."""
import json
import os
import re
import sys
from pathlib import Path

from harness import SOURCE, fails, main, rows, run

# Made-up words, which are not built in. Each teaches one counterpart that never fails.
UNITS = [('zorp blik', 'زۆرپ بلیک'), ('zorp quam', 'زۆرپ قوام'), ('quam blik', 'قوام بلیک'),
         ('zorps', 'زۆرپ')]


def write_memory():
    os.mkdir('tmx')
    units = ''.join(f'<tu><tuv xml:lang="en"><seg>{en}</seg></tuv><tuv xml:lang="ckb"><seg>{ckb}</seg>'
                    '</tuv></tu>' for en, ckb in UNITS)
    Path('tmx/a.tmx').write_text(f'<tmx version="1.4"><header srclang="en"/><body>{units}</body></tmx>',
                                 encoding='utf-8')


def test_the_counterparts_of_a_word_are_shown_in_both_directions():
    write_memory()
    for word, best in (('zorp', 'زۆرپ'), ('Blik', 'بلیک'), ('زۆرپ', 'zorp')):
        found = rows(run('lexicon', 'show', word, '-f', 'tsv')[0], 6)
        assert found[0][3] == best, found
        assert float(found[0][4]) > 0.5 and float(found[0][5]) > 0.5, found
        assert [float(row[4]) for row in found] == sorted((float(row[4]) for row in found), reverse=True)
    out = run('lexicon', 'show', 'zorp')[0].decode()
    assert out.startswith('zorp (en)\n  0.') and 'زۆرپ' in out, out


def test_a_form_of_a_word_is_the_word():
    write_memory()
    assert run('lexicon', 'show', 'zorps')[0] == run('lexicon', 'show', 'ZORP')[0]


def test_an_export_holds_what_is_shown():
    write_memory()
    table = rows(run('lexicon', 'export')[0], 6)
    shown = rows(run('lexicon', 'show', 'zorp', '--best', '0', '-f', 'tsv')[0], 6)
    assert shown and all(row in table for row in shown)
    backward = {(row[0], row[1], row[3]): row for row in table}
    for source, word, target, other, there, back in table[:200]:
        if float(back) > 0:
            assert backward[target, other, word][4] == back
    objects = [json.loads(line) for line in run('lexicon', 'export', '--json')[0].decode().splitlines()]
    assert [[o['from'], o['source'], o['to'], o['target']] for o in objects] == [r[:4] for r in table]
    assert run('lexicon', 'export')[0] == run('lexicon', 'export')[0]


def test_what_was_learnt_is_counted():
    write_memory()
    table = rows(run('lexicon', 'export')[0], 6)
    for source, target, words, count in rows(run('lexicon', 'learn', '-f', 'tsv')[0], 4):
        assert int(words) >= 3 and int(count) == sum(row[0] == source and row[2] == target for row in table)


def test_languages_are_chosen():
    out = run('lexicon', 'learn', '-m', SOURCE / 'tmx', '--to', 'ar', '-f', 'tsv')[0]
    assert [row[:2] for row in rows(out)] == [['en', 'ar'], ['ar', 'en']], out
    out = run('lexicon', 'learn', '-m', SOURCE / 'tmx', '-f', 'tsv')[0]
    assert len(rows(out)) == 6, out


def write_versions():
    Path('a.en.txt').write_text('zorp quam\nquam blik\nblik zorp\n', encoding='utf-8')
    Path('a.ckb.txt').write_text('زۆرپ قوام\nقوام بلیک\nبلیک زۆرپ\n', encoding='utf-8')
    return 'a.en.txt', 'a.ckb.txt'


def test_rows_are_the_same_with_the_memory_and_with_what_it_taught():
    write_memory()
    versions = write_versions()
    Path('words.tsv').write_bytes(run('lexicon', 'export')[0])
    for form in ('json', 'beads'):
        learnt = run('align', *versions, '-m', 'tmx', '-f', form)[0]
        assert run('align', *versions, '--lexicon', 'words.tsv', '-f', form)[0] == learnt
        # A lexicon that is given goes before a memory, which is not even opened.
        assert run('align', *versions, '-m', 'none', '--lexicon', 'words.tsv', '-f', form)[0] == learnt
    assert run('align', *versions, '--lexicon', '-', '-f', 'json', stdin=Path('words.tsv').read_bytes())[0]


def test_a_row_is_explained_by_the_lexicon_that_is_given():
    # Of made-up words, the lexicon knows one in the third of six sentences.
    Path('a.en.txt').write_text('zorp mim.\nquam dod.\nflunt bab.\nvex tut.\nbrak lal.\nwimp nan.\n', encoding='utf-8')
    Path('a.ckb.txt').write_text('گەچا ژاژ.\nحەسۆ غەغ.\nخێڤا عەع.\nچووگ ئوئ.\nژیحە ڕەڕ.\nشێغا ڵەڵ.\n', encoding='utf-8')
    lines = ['from\tsource\tto\ttarget\tprobability\tback', 'en\tflunt\tckb\tخێڤا\t1\t1', 'ckb\tخێڤا\ten\tflunt\t1\t1']
    Path('words.tsv').write_text('\n'.join(lines) + '\n', encoding='utf-8')
    given = run('align', 'a.en.txt', 'a.ckb.txt', '--lexicon', 'words.tsv', '--explain', '3', '-q')[0].decode()
    assert re.search(r'^\W*lexicon .*flunt.*خێڤا', given, re.M), given
    learnt = run('align', 'a.en.txt', 'a.ckb.txt', '--explain', '3', '-q', '-m', SOURCE / 'tmx')[0].decode()
    assert not re.search(r'^\W*lexicon .*flunt', learnt, re.M), learnt


def test_a_batch_takes_a_lexicon():
    write_memory()
    write_versions()
    os.mkdir('in')
    for name in ('a.en.txt', 'a.ckb.txt'):
        os.rename(name, f'in/{name}')
    Path('words.tsv').write_bytes(run('lexicon', 'export')[0])
    run('batch', 'in', '-o', 'learnt', '-m', 'tmx', '-q')
    run('batch', 'in', '-o', 'given', '--lexicon', 'words.tsv', '-q')
    assert Path('learnt/a.json').read_bytes() == Path('given/a.json').read_bytes()


def test_a_lexicon_that_is_wrong_is_refused():
    versions = write_versions()
    Path('words.tsv').write_text('from\tsource\tto\ttarget\tprobability\tback\nen\tdam\tckb\n', encoding='utf-8')
    fails('align', *versions, '--lexicon', 'words.tsv', status=1, says='words.tsv:2: 3 fields, expected 6')
    fails('batch', '.', '-o', 'out', '--lexicon', 'words.tsv', status=1, says='words.tsv:2: 3 fields')
    fails('review', *versions, '--lexicon', 'words.tsv', status=1, says='words.tsv:2: 3 fields')
    fails('align', *versions, '--lexicon', 'none.tsv', status=1, says='none.tsv')
    Path('words.tsv').write_text('from\tsource\tto\ttarget\tprobability\tback\nen\tdam\tar\tسد\t1\t1\n',
                                 encoding='utf-8')
    fails('align', *versions, '--lexicon', 'words.tsv', status=1,
          says='words.tsv: holds no translations from "en" to "ckb"')


def test_wrong_calls():
    write_memory()
    fails('lexicon', status=2, says='expected learn, show WORD or export')
    fails('lexicon', 'show', status=2, says='expected learn, show WORD or export')
    fails('lexicon', 'learn', 'zorp', status=2, says='expected learn, show WORD or export')
    fails('lexicon', 'show', 'zorp', '--best', '-1', status=2, says='--best')
    fails('lexicon', 'show', 'unheardof', '-f', 'json', status=1, says='no word "unheardof" in the lexicon')
    fails('lexicon', 'learn', '-m', 'none', status=1, says="none: can't open")


main(sys.modules[__name__])
