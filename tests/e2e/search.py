"""birge search: words, phrases, prefixes and regular expressions, folded, with their counterparts."""
import json
import sys
from pathlib import Path

from harness import fails, main, rows, run

UNITS = [('1', 'The old bridge stood.', 'پردە كۆنەكە مایەوە.'),
         ('2', 'Old is the bridge that we cross.', 'ئەو پردەی لێی دەپەڕینەوە کۆنە.'),
         ('3', 'Bridges were built.', 'پرد دروست کران.'),
         ('4', 'It costs 1,200 a day.', 'ڕۆژی ١٬٢٠٠ی تێدەچێت.')]


def write_memory():
    units = ''.join(f'<tu tuid="{tuid}"><tuv xml:lang="en"><seg>{en}</seg></tuv>'
                    f'<tuv xml:lang="ckb"><seg>{ckb}</seg></tuv></tu>\n' for tuid, en, ckb in UNITS)
    Path('m.tmx').write_text(f'<tmx version="1.4"><header srclang="en"/><body>{units}</body></tmx>\n')


def search(*arguments):
    """The tuids of the hits, and how many there are."""
    out, err = run('search', '-m', 'm.tmx', '--json', *arguments)
    return [json.loads(line)['tuid'] for line in out.splitlines()], int(err.split()[0])


def test_words_phrases_and_prefixes():
    write_memory()
    assert search('bridge old') == (['1', '2'], 2)
    assert search('OLD bridge') == (['1', '2'], 2)
    assert search('"old bridge"') == (['1'], 1)
    assert search('bridge*') == (['3', '1', '2'], 3)
    assert search('"the old" bri*') == (['1'], 1)
    assert search('bridge*', '--best', '1') == (['3'], 3)
    assert search('1200') == ([], 0) and search('"1,200"') == (['4'], 1)


def test_other_languages_are_searched_folded():
    write_memory()
    assert search('--from', 'ckb', 'کۆنەکە') == (['1'], 1)
    assert search('--from', 'ckb', 'پرد*') == (['1', '3', '2'], 3)


def test_regular_expressions():
    write_memory()
    assert search('--regex', 'bridges?') == (['3', '1', '2'], 3)
    assert search('-e', '^Old|COSTS') == (['4', '2'], 2)
    assert search('--from', 'ckb', '-e', 'كۆن.كە') == (['1'], 1)
    assert search('-e', r'\d,\d') == (['4'], 1)


def test_hits_are_marked_in_their_context():
    write_memory()
    out, err = run('search', '-m', 'm.tmx', '--context', '"old BRIDGE"', '--to', 'ckb')
    assert out.decode() == ('m.tmx:1 1\n  en   The [old] [bridge] stood.\n  after Old is the bridge that we cross.\n'
                            '  ckb  \u2067پردە كۆنەكە مایەوە.\u2069\n'), out.decode()
    assert err == b'1 found, 1 shown\n'
    out, _ = run('search', '-m', 'm.tmx', '--color', 'always', '-e', 'stood')
    assert b'bridge \x1b[1;33mstood\x1b[0m.' in out
    row, = rows(run('search', '-m', 'm.tmx', '-f', 'tsv', 'stood')[0], 10)
    assert row == ['m.tmx', '1', '0', '1', '15-20', '', '', UNITS[0][1], 'ckb', UNITS[0][2]], row


def test_wrong_calls_are_told():
    write_memory()
    fails('search', '-m', 'm.tmx', status=2, says='expected one pattern, found 0')
    fails('search', '-m', 'm.tmx', ' "" ', status=2, says='has no word to search for')
    fails('search', '-m', 'm.tmx', '-e', '(', status=2, says='"(" is no regular expression')
    fails('search', '-m', 'm.tmx', '--from', 'ar', 'x', status=2, says='the memory has nothing in "ar"')
    fails('search', '-m', 'm.tmx', '--best', '-1', 'x', status=2, says='--best -1')


def test_a_regular_expression_without_end_is_ended():
    Path('m.tmx').write_text('<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>'
                             + 'a' * 200 + '</seg></tuv></tu></body></tmx>')
    fails('search', '-m', 'm.tmx', '-e', '(a*)*(a*)*b', status=1, says='m.tmx:1: the regular expression takes too long')


main(sys.modules[__name__])
