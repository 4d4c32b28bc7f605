"""birge export: what other tools get, file by file, and what is mended on the way."""
import gzip
import os
import re
import sys
from pathlib import Path

from harness import copy_example, fails, main, run

UNIT = ('<tu tuid="{0}"><prop type="x-birge-status">approved</prop><tuv xml:lang="ku-Arab"><seg>یەک {0}</seg></tuv>'
        '<tuv xml:lang="en"><seg>one <ph x="1"/>{0}</seg></tuv><tuv xml:lang="ar"><seg>واحد {0}</seg></tuv></tu>\n')
TMX = ('<tmx version="1.4"><header srclang="en"/><body>\n' + UNIT.format(1) + UNIT.format(2)
       + '<tu><tuv xml:lang="en"><seg>two</seg></tuv></tu></body></tmx>').encode()


def languages(path, encoding='utf-8'):
    return re.findall('<tuv xml:lang="([^"]+)"', Path(path).read_text(encoding=encoding))


def test_languages_are_named_by_their_tags_the_source_first():
    Path('a.tmx').write_bytes(TMX)
    out, err = run('export', 'a.tmx', '-o', 'b.tmx')
    assert languages('b.tmx') == ['en', 'ckb', 'ar'] * 2 + ['en']
    assert err == b'birge: a.tmx: ku-Arab read as ckb in 2 texts\n', err
    run('export', 'b.tmx', '-o', 'c.tmx')
    assert Path('b.tmx').read_bytes() == Path('c.tmx').read_bytes()


def test_each_target_gets_a_file():
    Path('a.tmx').write_bytes(TMX)
    out, err = run('export', 'a.tmx', '--bilingual', '-o', 'b.tmx')
    assert sorted(os.listdir()) == ['a.tmx', 'b.en-ar.tmx', 'b.en-ckb.tmx']
    assert languages('b.en-ckb.tmx') == ['en', 'ckb'] * 2
    assert languages('b.en-ar.tmx') == ['en', 'ar'] * 2
    assert 'b.en-ar.tmx: 2 units written, 1 left out for lack of en or ar' in err.decode()
    run('export', 'a.tmx', '--from', 'ckb', '--to', 'ar', '--bilingual', '-o', 'c.tmx')
    assert languages('c.ckb-ar.tmx') == ['ckb', 'ar'] * 2


def test_parallel_text_has_a_line_for_each_unit():
    Path('a.tmx').write_bytes(TMX.replace(b'one', b'one\n \tand'))
    out, err = run('export', 'a.tmx', '--format', 'moses', '-o', 'p')
    assert sorted(os.listdir()) == ['a.tmx', 'p.ar', 'p.ckb', 'p.en']
    assert Path('p.en').read_text(encoding='utf-8') == 'one and 1\none and 2\n'
    assert Path('p.ckb').read_text(encoding='utf-8') == 'یەک 1\nیەک 2\n'
    assert '2 units written, 1 left out' in err.decode()
    run('export', 'a.tmx', '--format', 'moses', '--bilingual', '--to', 'ar', '-o', 'q')
    assert Path('q.en-ar.ar').read_text(encoding='utf-8') == 'واحد 1\nواحد 2\n'
    fails('export', 'a.tmx', '--format', 'moses', status=2, says='--format moses writes files')
    fails('export', 'a.tmx', '--format', 'x', status=2, says='expected tmx or moses')


def test_tools_get_the_codes_and_the_encoding_that_they_know():
    Path('a.tmx').write_bytes(TMX)
    run('export', 'a.tmx', '--client', 'trados', '-o', 'b.tmx')
    assert languages('b.tmx')[:3] == ['en-US', 'ku-Arab-IQ', 'ar-SA']
    assert '<prop type="x-ConfirmationLevel">ApprovedTranslation</prop>' in Path('b.tmx').read_text()
    run('export', 'a.tmx', '--client', 'memoq', '-o', 'c.tmx')
    assert Path('c.tmx').read_bytes().startswith(b'\xff\xfe<\0?\0')
    assert '<?xml version="1.0" encoding="UTF-16"?>' in Path('c.tmx').read_text(encoding='utf-16')
    assert languages('c.tmx', 'utf-16')[:3] == ['en-US', 'ku-Arab-IQ', 'ar-SA']
    run('export', 'c.tmx', '--client', 'omegat', '-o', 'd.tmx')
    assert languages('d.tmx')[:3] == ['en', 'ckb', 'ar']


def test_standard_input_and_compressed_files_are_read():
    Path('a.tmx.gz').write_bytes(gzip.compress(TMX))
    packed, _ = run('export', 'a.tmx.gz')
    piped, _ = run('export', '-', stdin=TMX)
    assert packed == piped and packed.count(b'<tuv ') == 7
    Path('b.tmx.gz').write_bytes(gzip.compress(TMX)[:-20])
    fails('export', 'b.tmx.gz', status=1, says='b.tmx.gz: is compressed with gzip, and breaks off')


def test_a_damaged_file_is_refused_or_mended():
    Path('a.tmx').write_bytes(TMX.replace(b'two', b't\x0bw\xffo').replace(b'</seg></tuv></tu>', b'</tuv></tu>', 1))
    fails('export', 'a.tmx', '-o', 'b.tmx', status=1, says='a.tmx:2: column ')
    assert os.listdir() == ['a.tmx']
    out, err = run('export', 'a.tmx', '--repair', '-o', 'b.tmx')
    said = err.decode()
    assert 'a.tmx:4: dropped U+000B, which XML forbids\n' in said, said
    assert 'a.tmx:4: replaced what is not UTF-8' in said and 'a.tmx:2: mended a unit: ' in said, said
    assert languages('b.tmx') == ['en', 'ckb', 'en', 'ckb', 'ar', 'en'], languages('b.tmx')


def test_memories_and_bitexts_are_exported():
    copy_example()
    run('export', 'tmx', '--bilingual', '-o', 'all.tmx')
    assert {'all.en-ckb.tmx', 'all.en-ar.tmx'} <= set(os.listdir())
    run('align', 'library.en.txt', 'library.ckb.txt', '-o', 'library.json')
    run('export', 'library.json', '--bilingual', '-o', 'library.tmx')
    assert set(languages('library.en-ckb.tmx')) == {'en', 'ckb'}


def test_wrong_calls_are_refused():
    Path('a.tmx').write_bytes(TMX)
    fails('export', status=2, says='expected one TMX file, folder or bitext')
    fails('export', 'a.tmx', '--bilingual', status=2, says='expected -o FILE')
    fails('export', 'a.tmx', '--client', 'x', status=2, says='expected omegat, trados or memoq')
    fails('export', 'a.tmx', '--to', 'fa', status=2, says='--to fa: a.tmx has no text in it')
    fails('export', 'a.tmx', '--from', 'fa', status=2, says='--from fa: a.tmx has no text in it')
    fails('export', 'a.tmx', '--min-confidence', '.9', status=2, says='--min-confidence takes a bitext')
    fails('export', '.', '--repair', status=2, says='--repair takes one TMX file')
    fails('export', 'a.tmx', '-o', 'a.xlf', status=2, says='a.xlf: only TMX is written')
    assert not Path('a.xlf').exists()



def test_a_format_is_named_by_itself_or_by_the_ending_of_its_files():
    copy_example()
    run('align', 'dam.en.txt', 'dam.ckb.txt', '-o', 'b.json')
    for names in (('terminal', 'txt'), ('html', 'htm'), ('xliff', 'xlf'), ('xliff2', 'xlf2'), ('po', 'PO')):
        shown = [run('show', 'b.json', '-f', name)[0] for name in names]
        for name in names:
            run('show', 'b.json', '-o', f'x.{name}')
            shown.append(Path(f'x.{name}').read_bytes())
        assert shown[0] and shown.count(shown[0]) == len(shown), names
    fails('show', 'b.json', '-f', 'word', status=2, says='expected one of terminal, html, pdf')


main(sys.modules[__name__])
