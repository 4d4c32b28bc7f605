"""birge lookup: scores, what differs, in which order, in three forms, and in which languages."""
import json
import sys
from pathlib import Path

from harness import SOURCE, fails, main, rows, run

UNITS = [
    ('1', 'The river rose by 3 meters on Monday.', 'ڕووبارەکە ڕۆژی دووشەممە ٣ مەتر بەرز بووەوە.', ''),
    ('2', 'Rain fell.', 'باران باری.', ''),
    ('3', 'Rain fell.', 'بارانێک باری.', '<prop type="x-birge-status">proposed</prop>'),
    ('4', 'Nobody was hurt.', 'کەس بریندار نەبوو.', ''),
    ('5', 'The <ph/>market opened.', 'بازاڕەکە کرایەوە.', ''),
]


def write_memory(name='memory.tmx'):
    units = ''.join(f'<tu tuid="{tuid}">{prop}<tuv xml:lang="en"><seg>{en}</seg></tuv>'
                    f'<tuv xml:lang="ckb"><seg>{ckb}</seg></tuv></tu>\n' for tuid, en, ckb, prop in UNITS)
    Path(name).write_text(f'<tmx version="1.4"><header srclang="en"/><body>{units}</body></tmx>\n')


def look_up(*arguments, **more):
    """Returns the matches of each text."""
    out, err = run('lookup', '-m', 'memory.tmx', '--json', *arguments, **more)
    assert err == b'', err
    return [json.loads(line)['matches'] for line in out.splitlines()]


def scores(matches):
    return [(m['tuid'], m['kind'], m['score']) for m in matches]


def test_equal_texts_come_in_the_order_of_their_units_less_penalties():
    write_memory()
    assert scores(look_up('rain  FELL .')[0]) == [('2', 'exact', 100), ('3', 'exact', 98)]
    found = look_up('Rain fell.', '--penalty', 'unreviewed=0')[0]
    assert scores(found) == [('2', 'exact', 100), ('3', 'exact', 100)]


def test_the_same_neighbours_are_worth_a_point():
    write_memory()
    lines = '\n'.join(['The river rose by 3 meters on Monday.', 'Rain fell.', 'Rain fell.', 'What?'])
    found = look_up(stdin=lines.encode())
    assert scores(found[1]) == [('2', 'context', 101), ('3', 'exact', 98)]
    assert scores(found[2]) == [('2', 'exact', 100), ('3', 'exact', 98)]
    found = look_up('Rain fell.', '--previous', 'rain fell.', '--next', 'Nobody was hurt.')
    assert scores(found[0]) == [('2', 'exact', 100), ('3', 'context', 99)]


def test_what_differs_is_told_word_by_word():
    write_memory()
    text = 'A river rose by 3 meters Monday!'
    match, = look_up(text, '--min', '50')[0]
    assert match['score'] == 66.66, match
    assert [(d['kind'], d['text']) for d in match['diff']] == [
        ('deleted', 'The'), ('inserted', 'A'), ('same', 'river rose by 3 meters'), ('deleted', 'on'),
        ('same', 'Monday'), ('deleted', '.'), ('inserted', '!')], match
    out, _ = run('lookup', '-m', 'memory.tmx', '--min', '50', text)
    assert '  en   [-The-] {+A+} river rose by 3 meters [-on-] Monday[-.-]{+!+}\n' in out.decode(), out
    out, _ = run('lookup', '-m', 'memory.tmx', '--min', '50', '--color', 'always', text)
    assert b'\x1b[31;9mThe\x1b[0m \x1b[32;4mA\x1b[0m river' in out and b'[-' not in out, out


def test_other_numbers_are_marked_and_never_replaced():
    write_memory()
    match, = look_up('The river rose by ٤ meters on Monday.')[0]
    assert (match['score'], match['penalty'], match['numbers']) == (87.88, 1, 'only'), match
    assert match['source'] == UNITS[0][1] and match['variants'][0]['text'] == UNITS[0][2]
    match, = look_up('The river rose by 4 feet on Monday.', '--penalty', 'numbers=0')[0]
    assert (match['score'], match['penalty'], match['numbers']) == (77.77, 0, 'differ'), match
    match, = look_up('The river rose by ٣ feet on Monday.')[0]
    assert (match['score'], match['numbers']) == (88.88, 'same'), match
    out, _ = run('lookup', '-m', 'memory.tmx', 'The river rose by 4 meters on Monday.')
    assert b'87.88 %  fuzzy, 1 off, differs in numbers only  memory.tmx:1 1\n' in out, out


def test_penalties_of_codes_and_files():
    write_memory()
    assert scores(look_up('The market opened.')[0]) == [('5', 'exact', 99)]
    assert scores(look_up('The market opened.', '--penalty', 'codes=0')[0]) == [('5', 'exact', 100)]
    found = look_up('The market opened.', '--penalty', 'memory.tmx=9', '--min', '90')[0]
    assert scores(found) == [('5', 'exact', 90)]
    assert look_up('The market opened.', '--penalty', 'memory.tmx=10', '--min', '90') == [[]]


def test_any_stored_language_can_be_asked_in():
    write_memory()
    # Arabic kaf and yeh, heh with a joiner, other digits: the same text, folded.
    text = 'ڕووبارە\u0643ە ڕۆژ\u064A دووشە\u0645مە 3 مە\u062Aر بەرز بوو\u0647\u200Cوە.'
    match, = look_up('--from', 'ku-Arab', text)[0]
    assert (match['kind'], match['score']) == ('exact', 100)
    assert match['source'] == UNITS[0][2]
    assert [v['language'] for v in match['variants']] == ['en']


def test_the_second_figure_counts_characters():
    write_memory()
    match, = look_up('Rain fall.', '--chars', '--best', '1', '--min', '60')[0]
    assert (match['score'], match['chars']) == (66.66, 90), match


def test_best_and_min_bound_what_is_found():
    write_memory()
    assert len(look_up('Rain fell.', '--best', '1')[0]) == 1
    assert len(look_up('Rain fell.', '--best', '0', '--min', '1')[0]) == 5
    assert look_up('Rain', '--min', '70') == [[]]
    assert run('lookup', '-m', 'memory.tmx', 'Rain')[0] == b'Rain\nno match\n'


def test_tsv_has_a_row_for_each_variant():
    lines = rows(run('lookup', '-m', SOURCE / 'tmx', '-f', 'tsv', '--to', 'ar,ckb',
                     'ERBIL, Iraq, 14 March 2026')[0], 14)
    assert [line[11] for line in lines] == ['ckb', 'ar'] and all(line[2] == 'exact' for line in lines), lines


def test_controls_in_stored_text_do_not_reach_a_terminal():
    Path('c.tmx').write_text('<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>Rain&#x85;fell\n'
                             '</seg></tuv><tuv xml:lang="ar"><seg>&#x9b;31m</seg></tuv></tu></body></tmx>')
    out = run('lookup', '-m', 'c.tmx', '--min', '1', 'rain fell')[0].decode()
    assert 'Rain\ufffdfell' in out and '\ufffd31m' in out and not any(c in out for c in '\x85\x9b'), repr(out)


def test_wrong_calls_are_told():
    write_memory()
    ask = ('lookup', '-m', 'memory.tmx')
    fails(*ask, '--from', 'ar', 'x', status=2, says='the memory has nothing in "ar"')
    fails(*ask, '--to', 'ckb,xx', 'x', status=2, says='the memory has nothing in "xx"')
    for said in ('codes', 'codes=', 'codes=101', 'codes=-1', 'other.tmx=1', '=1'):
        fails(*ask, '--penalty', said, 'x', status=2, says=f'--penalty "{said}": expected')
    for said in ('0', '101'):
        fails(*ask, '--min', said, 'x', status=2, says=f'--min {said}: expected 1 to 100')
    fails(*ask, '--best', '-1', 'x', status=2, says='--best -1')
    fails(*ask, '--format', 'xml', 'x', status=2, says='unknown format "xml"')
    fails(*ask, 'x', 'y', status=2, says='expected one text, found 2')
    fails(*ask, stdin=b'a\n\xff\n', status=1, says='standard input:2: is not UTF-8')
    fails('lookup', '-m', 'nowhere', 'x', status=1, says='nowhere: can\'t open')


main(sys.modules[__name__])
