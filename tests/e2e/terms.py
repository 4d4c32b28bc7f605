"""birge terms: candidate terms of a memory, as a list and as a glossary that birge qa reads."""
import json
import os
import shutil
import sys
import xml.etree.ElementTree as xml
from pathlib import Path

from harness import SOURCE, fails, main, rows, run

XML_LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def make_memory():
    os.mkdir('tmx')
    shutil.copy(SOURCE / 'tests/golden/terms/water.in', 'tmx/water.tmx')


def test_terms_are_listed_with_their_counterparts():
    make_memory()
    table = rows(run('terms', '-f', 'tsv')[0], 11)
    found = {(row[1], row[4]): row for row in table}
    assert found['water council', 'ckb'][5] == 'ئەنجومەنی ئاو', table
    assert found['water council', 'ar'][5] == 'مجلس المياه', table
    assert found['water council', 'ar'][6:8] == ['3', '3'] and float(found['water council', 'ar'][8]) > 10.83
    for row in table:
        assert row[1].lower() in row[9].lower() and row[5] in row[10], row
        assert int(row[7]) <= min(int(row[2]), int(row[6])), row
    values = [float(row[3]) for row in table]
    assert values == sorted(values, reverse=True)


def test_all_forms_say_the_same():
    make_memory()
    table = rows(run('terms', '-f', 'tsv')[0], 11)
    objects = [json.loads(line) for line in run('terms', '--json')[0].decode().splitlines()]
    assert [[str(v) for v in o.values()] for o in objects] == \
        [[*r[:3], str(float(r[3])), *r[4:8], str(float(r[8])), *r[9:]] for r in table]
    text = run('terms')[0].decode()
    assert text.count('\n') == len(table) + len({row[1] for row in table})
    assert 'water council  (3)\n' in text and 'The water council met in Erbil.' not in text
    assert 'The water council met in Erbil.' in run('terms', '--examples')[0].decode()


def test_a_glossary_is_read_back_by_checks():
    make_memory()
    tbx = run('terms', '--tbx')[0]
    run('terms', '--tbx', '-o', 'terms.tbx')
    assert Path('terms.tbx').read_bytes() == tbx
    entries = {}
    for entry in xml.fromstring(tbx).iter('termEntry'):
        texts = {s.get(XML_LANG): s.findtext('tig/term') for s in entry.iter('langSet')}
        entries[texts['en']] = texts
    table = rows(run('terms', '-f', 'tsv')[0], 11)
    assert {(r[1], r[4], r[5]) for r in table} == \
        {(en, tag, text) for en, texts in entries.items() for tag, text in texts.items() if tag != 'en'}
    Path('wrong.tmx').write_text(
        '<tmx version="1.4"><header srclang="en"/><body><tu><tuv xml:lang="en"><seg>The water council left.</seg></tuv>'
        '<tuv xml:lang="ar"><seg>غادر المكتب.</seg></tuv></tu></body></tmx>', encoding='utf-8')
    out, _ = run('qa', 'wrong.tmx', '--glossary', 'terms.tbx', '-f', 'json')
    assert 'مجلس المياه' in out.decode(), out.decode()
    out, _ = run('qa', 'tmx/water.tmx', '--glossary', 'terms.tbx', '-f', 'json')
    assert '"terms"' not in out.decode()


def test_what_is_listed_is_chosen():
    make_memory()
    assert {row[4] for row in rows(run('terms', '--to', 'ar', '-f', 'tsv')[0], 11)} == {'ar'}
    assert all(' ' in row[1] for row in rows(run('terms', '--min-words', '2', '-f', 'tsv')[0], 11))
    assert not any(' ' in row[1] + row[5] for row in rows(run('terms', '--max-words', '1', '-f', 'tsv')[0], 11))
    assert len({row[1] for row in rows(run('terms', '--best', '2', '-f', 'tsv')[0], 11)}) == 2
    assert rows(run('terms', '--min-count', '50', '-f', 'tsv')[0], 11) == []
    backward = rows(run('terms', '--from', 'ar', '--to', 'en', '-f', 'tsv')[0], 11)
    assert ['مجلس المياه', 'water council'] in [[row[1], row[5]] for row in backward], backward


def test_wrong_calls():
    make_memory()
    fails('terms', 'word', status=2, says='expected no operand')
    fails('terms', '--min-count', '1', status=2, says='--min-count: expected 2 or more')
    fails('terms', '--max-words', '9', status=2, says='expected 1 to 8')
    fails('terms', '--min-words', '3', '--max-words', '2', status=2, says='expected 1 to 8')
    fails('terms', '--best', '-1', status=2, says='--best: expected 0 or more')
    fails('terms', '--tbx', '--json', status=2, says='--tbx is a format of its own')
    fails('terms', '-m', 'none', status=1, says="none: can't open")
    fails('terms', '--from', 'en', '--to', 'en', status=2, says='expected a memory of two languages')


main(sys.modules[__name__])
