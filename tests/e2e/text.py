"""birge text: what it says of letters, levels, folding and stray controls."""
import json
import sys

from harness import fails, main, run


def explain(text, *options):
    return json.loads(run('text', '-', '--format', 'json', *options, stdin=text.encode())[0])


def test_letters_are_told_with_class_level_and_what_they_are_compared_as():
    kaf, digit = explain('ك1', '--lang', 'ckb')
    assert kaf == {'number': 1, 'text': 'ك', 'points': 'U+0643 ARABIC LETTER KAF', 'classes': 'AL',
                   'level': 1, 'folded': 'ک', 'note': ''}
    assert (digit['classes'], digit['level'], digit['folded']) == ('EN', 2, '1')


def test_marks_stay_with_their_letter():
    assert [c['text'] for c in explain('e\u0301a')] == ['e\u0301', 'a']


def test_the_direction_is_that_of_the_language_or_of_the_first_strong_letter():
    assert explain('!', '--lang', 'ckb')[0]['level'] == 1
    assert explain('! x')[0]['level'] == 0


def test_controls_that_have_no_end_or_no_beginning_are_told():
    notes = [c['note'] for c in explain('\u2067a\u202bb\u2069c\u2069\u202c')]
    assert notes == ['', '', 'is never closed', '', '', '', 'closes nothing', 'closes nothing']
    assert explain('\u2066a\nb\u2069')[0]['note'] == 'is never closed'


def test_what_is_seldom_meant_is_told():
    for text in ('د\u200c', '\u0640', '\ufeff', '\x01'):
        assert explain(text)[0]['note'], text
    assert not explain('ب\u200cب')[0]['note']


def test_the_three_forms_say_the_same():
    shown = run('text', 'ab')[0].decode()
    fields = run('text', 'ab', '-f', 'tsv')[0].decode().splitlines()
    assert 'U+0061 LATIN SMALL LETTER A' in shown
    assert fields[0].split('\t') == list(explain('ab')[0])
    assert len(fields) == 3


def test_a_text_without_letters_is_no_error():
    assert explain('') == []


def test_wrong_calls_and_wrong_input_are_refused():
    fails('text', status=2, says='expected one text, found 0')
    fails('text', 'a', '-f', 'xml', status=2, says='unknown format "xml"')
    fails('text', 'a', '--lang', 'xx', status=2, says='unknown language "xx"')
    fails('text', '-', stdin=b'ab\xff', status=1, says='standard input: byte 2 is not UTF-8')


main(sys.modules[__name__])
