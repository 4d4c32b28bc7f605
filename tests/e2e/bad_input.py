"""Wrong files and wrong calls: one line that names the place, the right exit status, no debris."""
import os
import resource
import sys
from pathlib import Path

from harness import EXAMPLES, SOURCE, fails, main, run

ARTICLE = EXAMPLES / 'dam.en.txt'
TMX = SOURCE / 'tmx'


def align(path, **expected):
    fails('align', path, '-m', TMX, **expected)


def test_a_file_that_is_not_there():
    align('none.txt', status=1, says="none.txt: can't open: no such file or directory")


def test_a_file_that_can_not_be_read():
    os.symlink('loop.txt', 'loop.txt')
    align('loop.txt', status=1, says="loop.txt: can't open: ")
    if os.geteuid() != 0:
        Path('shut.txt').write_text('Text.')
        os.chmod('shut.txt', 0)
        align('shut.txt', status=1, says="shut.txt: can't open: permission denied")


def test_an_empty_file():
    Path('empty.en.txt').touch()
    align('empty.en.txt', status=1, says='empty.en.txt: is empty')
    Path('blank.en.txt').write_text(' \n\n\t\n')
    align('blank.en.txt', status=1, says='blank.en.txt: holds no text')


def test_a_folder():
    align('.', status=1, says='.: is a folder, expected a file')


def test_a_binary_file():
    Path('binary.en.txt').write_bytes(b'ELF\n\x00\x01\x02' * 100)
    align('binary.en.txt', status=1,
          says='binary.en.txt:2: is a binary file (byte 0 at offset 4), expected text')


def test_wrong_utf_8():
    Path('wrong.en.txt').write_bytes(b'One line.\nCaf\xe9 society.\n')
    align('wrong.en.txt', status=1,
          says='wrong.en.txt:2: is not UTF-8: byte 0xE9 at offset 13 (--encoding names another')
    Path('lone.en.txt').write_bytes(b'A lone surrogate: \xed\xa0\x80.\n')
    align('lone.en.txt', status=1, says='lone.en.txt:1: is not UTF-8: byte 0xED at offset 18')


def test_wrong_utf_16():
    Path('wide.en.txt').write_bytes('One line.'.encode('utf-16') + b'\x00\xd8')
    align('wide.en.txt', status=1, says='wide.en.txt:')


def test_a_tmx_file_that_breaks_off():
    whole = (TMX / 'dam.tmx').read_bytes()
    os.mkdir('memory')
    Path('memory/dam.tmx').write_bytes(whole[:len(whole) // 2])
    line = whole[:len(whole) // 2].count(b'\n') + 1
    fails('align', ARTICLE, '-m', 'memory', status=1, says=f'memory/dam.tmx:{line}: ')


def test_memories_that_are_none():
    fails('align', ARTICLE, '-m', 'none', status=1, says="none: can't open: ")
    os.mkdir('empty')
    fails('align', ARTICLE, '-m', 'empty', status=1, says='empty: holds no TMX file')
    Path('text.tmx').write_text('No XML at all.')
    fails('align', ARTICLE, '-m', 'text.tmx', status=1, says='text.tmx:1: ')
    Path('page.tmx').write_text('<html><body/></html>')
    fails('align', ARTICLE, '-m', 'page.tmx', status=1, says='page.tmx:1: ')


def test_entities_that_grow_without_end():
    Path('laughs.tmx').write_text(
        '<!DOCTYPE tmx [<!ENTITY a "' + 'ha' * 1000 + '">' +
        ''.join(f'<!ENTITY {n} "{f"&{p};" * 20}">' for p, n in zip('abcdef', 'bcdefg')) +
        ']><tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>&g;</seg></tuv></tu></body></tmx>')
    fails('align', ARTICLE, '-m', 'laughs.tmx', status=1, says='laughs.tmx:1: ')


def test_a_bitext_that_is_wrong():
    run('align', ARTICLE, '-m', TMX, '-o', 'a.json')
    whole = Path('a.json').read_text(encoding='utf-8')
    Path('cut.json').write_text(whole[:1000], encoding='utf-8')
    fails('show', 'cut.json', status=1, says='cut.json:')
    Path('wrong.json').write_text(whole.replace('"end": ', '"end": 99999', 1), encoding='utf-8')
    fails('show', 'wrong.json', status=1, says="'end' is 99999")


def test_an_unknown_language():
    fails('align', ARTICLE, '-m', TMX, '--to', 'tlh', status=2, says='unknown language "tlh"')
    fails('align', ARTICLE, '-m', TMX, '--lang', 'tlh', status=2, says='unknown language "tlh"')
    fails('memory', 'info', TMX, '--from', 'tlh', status=2, says='unknown language "tlh"')
    Path('numbers.txt').write_text('1 2 3 4')
    align('numbers.txt', status=1, says="numbers.txt: can't tell the language")


def test_an_unknown_format():
    fails('align', ARTICLE, '-m', TMX, '--format', 'word', status=2, says='unknown format "word"')
    fails('align', ARTICLE, '-m', TMX, '-o', 'a.docx', status=2, says='no format is known for "a.docx"')


def test_an_output_that_can_not_be_written():
    fails('align', ARTICLE, '-m', TMX, '-o', 'none/a.html', status=1,
          says="none/a.html: can't write: no such file or directory")
    Path('file').touch()
    fails('align', ARTICLE, '-m', TMX, '-o', 'file/a.html', status=1, says="can't write: not a directory")
    fails('align', ARTICLE, '-m', TMX, '-f', 'html', '-o', '/dev/full', status=1,
          says="/dev/full: can't write: no space left on device")


def test_no_part_of_an_output_is_left_behind():
    Path('old.html').write_text('old')
    bad = 'It rained \x01 today. Nobody went out.'
    Path('bad.en.txt').write_text(bad)
    Path('bad.ckb.txt').write_text(bad)
    before = sorted(os.listdir('.'))
    fails('align', 'bad.en.txt', 'bad.ckb.txt', '-m', TMX, '-f', 'tmx', '-o', 'old.html', status=1,
          says='U+0001, which XML forbids')
    assert Path('old.html').read_text() == 'old' and sorted(os.listdir('.')) == before
    # What a full disk does, as far as a process can do it to itself.
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        fails('align', ARTICLE, '-m', TMX, '-q', '-o', 'old.html', status=1,
              says="old.html: can't write: file too large")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert Path('old.html').read_text() == 'old' and sorted(os.listdir('.')) == before


def test_wrong_calls():
    for call, says in (((), 'no command'), (('sing',), 'unknown command "sing"'),
                       (('align',), 'expected 1 to 8 files, found 0'),
                       (('align', ARTICLE, '--sing'), 'unknown option --sing'),
                       (('align', ARTICLE, ARTICLE, '--to', 'ckb'), '--to is for one file'),
                       (('align', ARTICLE, '--lang', 'en,ar'), '--lang names 2 languages for 1 file'),
                       (('align', ARTICLE, '--width', '3'), '--width 3: expected 20 to 10000'),
                       (('align', ARTICLE, '--width', 'x'), 'cannot parse integer value'),
                       (('align', ARTICLE, '--color', 'red'), '--color "red": expected one of'),
                       (('align', ARTICLE, '--bidi', 'up'), '--bidi "up": expected one of'),
                       (('align', ARTICLE, '--paragraphs', 'x'), 'expected line or blank'),
                       (('align', ARTICLE, '--encoding', 'klingon'), 'unknown encoding "klingon"'),
                       (('align', ARTICLE, '-m', TMX, '-c', 'en,de'), 'there is no column "de"'),
                       (('show',), 'expected one bitext, found 0'),
                       (('memory', 'sing', TMX), 'expected info, check, add')):
        fails(*call, status=2, says=says)


def test_a_glossary_that_is_none():
    Path('terms.tsv').write_text('dam\n')
    fails('qa', TMX / 'dam.tmx', '--glossary', 'terms.tsv', status=1,
          says='terms.tsv:1: expected a line of language tags')
    Path('terms.tbx').write_text('<tbx>')
    fails('qa', TMX / 'dam.tmx', '--glossary', 'terms.tbx', status=1, says='terms.tbx:1')


def test_wrong_calls_of_qa():
    fails('qa', status=2, says='expected a TMX file or a bitext')
    Path('a.txt').write_text('It rained.\n', encoding='utf-8')
    fails('qa', 'a.txt', status=2, says='a.txt: expected TMX (*.tmx) or a bitext (*.json)')
    fails('qa', TMX / 'dam.tmx', '--only', 'numbers,spelling', status=2, says='no rule "spelling"')
    fails('qa', TMX / 'dam.tmx', '--format', 'xml', status=2, says='unknown format "xml"')


def test_languages_that_no_analysis_has():
    Path('a.en.txt').write_text('It rained.\n', encoding='utf-8')
    fails('analyse', 'a.en.txt', '--memory', TMX, '--to', 'xx', status=2, says='unknown language "xx"')
    fails('analyse', 'a.en.txt', '--memory', TMX, '--from', 'xx', status=2, says='unknown language "xx"')
    assert run('analyse', 'a.en.txt', '--memory', TMX, '--to', 'CKB')[0] == \
        run('analyse', 'a.en.txt', '--memory', TMX, '--to', 'ckb')[0]


def test_help_is_asked_in_two_ways():
    assert run('help', 'batch')[0] == run('batch', '--help')[0]
    assert run('help')[0] == run('--help')[0]
    fails('help', 'sing', status=2, says='unknown command "sing"')


def test_strict_checks():
    text = (TMX / 'dam.tmx').read_text(encoding='utf-8')
    Path('dam.tmx').write_text(text.replace('٥', '٦', 1), encoding='utf-8')
    out, _ = run('qa', 'dam.tmx', '--only', 'numbers')
    assert b'error: numbers' in out
    out, err = run('qa', 'dam.tmx', '--only', 'numbers', '--strict', status=1)
    assert b'error: numbers' in out and err.endswith(b' errors and warnings\n')


main(sys.modules[__name__])
