"""The main job: an article beside its stored versions, and versions beside each other."""
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from harness import EXAMPLES, PROGRAM, SOURCE, copy_example, fails, main, rows, run

LANG = '{http://www.w3.org/XML/1998/namespace}lang'


def gold(name):
    return [line.split(':') for line in (EXAMPLES / f'gold/{name}.beads').read_text().splitlines()]


def write_tmx(path, units):
    """units: dicts from language to text; a key 'tuid' is the unit's."""
    with open(path, 'w', encoding='utf-8') as file:
        file.write('<tmx version="1.4"><header srclang="en"/><body>\n')
        for unit in units:
            tuid = f' tuid="{unit["tuid"]}"' if 'tuid' in unit else ''
            file.write(f'<tu{tuid}>')
            for tag, text in unit.items():
                if tag != 'tuid':
                    file.write(f'<tuv xml:lang="{tag}"><seg>{escape(text)}</seg></tuv>')
            file.write('</tu>\n')
        file.write('</body></tmx>\n')


def stored_units(path):
    return [{tuv.get(LANG): ''.join(tuv.find('seg').itertext()) for tuv in tu.iter('tuv')}
            for tu in ElementTree.parse(path).iter('tu')]


def paragraphs(tag):
    lines = (EXAMPLES / f'dam.{tag}.txt').read_text(encoding='utf-8').splitlines()
    return lines[:9]


def test_stored_versions_are_found_in_a_trilingual_file():
    out, err = run('align', EXAMPLES / 'dam.en.txt', '-m', SOURCE / 'tmx', '--format', 'tsv')
    assert rows(out) == gold('dam')
    assert b'19 sentences; without a stored version: 0 in' in err, err


def test_stored_versions_are_found_in_two_bilingual_files():
    out, err = run('align', EXAMPLES / 'library.en.txt', '-m', SOURCE / 'tmx', '--to', 'ckb,ar',
                   '--format', 'tsv')
    alone = [row for row in rows(out) if row[1] == '' and row[2] == '']
    assert alone == [['8', '', '']], alone
    assert b'19 sentences; without a stored version: 1 in Sorani Kurdish, 1 in Arabic' in err, err


def test_versions_in_files_are_aligned_with_each_other():
    files = [EXAMPLES / f'dam.{tag}.txt' for tag in ('en', 'ckb', 'ar')]
    out, err = run('align', *files, '-m', SOURCE / 'tmx', '--format', 'tsv')
    found = rows(out)
    sure = [line.split('\t') for line in out.decode().splitlines()[1:]]
    sure = [row[:3] for row in sure if float(row[6]) >= 0.95]
    assert len(sure) >= 16 and all(row in gold('dam') for row in sure), found
    assert sum(row in found for row in gold('dam')) >= 16, found
    assert err == b''


def test_what_was_aligned_serves_as_a_memory():
    files = [EXAMPLES / f'dam.{tag}.txt' for tag in ('en', 'ckb', 'ar')]
    os.mkdir('memory')
    aligned, _ = run('align', *files, '-f', 'tsv')
    run('align', *files, '-o', 'memory/dam.tmx')
    out, _ = run('align', EXAMPLES / 'dam.en.txt', '-m', 'memory', '--to', 'ckb,ar', '-f', 'tsv')
    assert rows(out) == rows(aligned)


def test_paragraphs_are_aligned_inside():
    os.mkdir('memory')
    tags = ('en', 'ckb', 'ar')
    write_tmx('memory/dam.tmx', [dict(zip(tags, p)) for p in zip(*map(paragraphs, tags))])
    out, _ = run('align', EXAMPLES / 'dam.en.txt', '-m', 'memory', '--to', 'ckb,ar', '-f', 'tsv')
    assert rows(out) == gold('dam')


def test_halves_of_a_sentence_are_put_together():
    write_tmx('half.tmx', [{'en': 'The council met on Monday,', 'ckb': 'ئەنجوومەن ڕۆژی دووشەممە کۆبووەوە،'},
                           {'en': 'and decided nothing.', 'ckb': 'بەڵام هیچ بڕیارێکی نەدا.'},
                           {'en': 'on Monday, and decided', 'ckb': 'هەڵە'}])
    Path('a.en.txt').write_text('The council met on Monday, and decided nothing. It rained.\n')
    out, err = run('align', 'a.en.txt', '-m', 'half.tmx', '-f', 'tsv')
    found = rows(out, 4)
    assert [row[:2] for row in found] == [['0', '0'], ['1', '']], found
    text = out.decode().splitlines()[1].split('\t')[3]
    assert text == 'ئەنجوومەن ڕۆژی دووشەممە کۆبووەوە، بەڵام هیچ بڕیارێکی نەدا.', text
    assert err == b'2 sentences; without a stored version: 1 in Sorani Kurdish\n', err


def test_bilingual_files_are_joined_by_text_without_tuids():
    os.mkdir('memory')
    units = stored_units(SOURCE / 'tmx/dam.tmx')
    for tag in ('ckb', 'ar'):
        write_tmx(f'memory/{tag}.tmx', [{'en': u['en'], tag: u[tag]} for u in units])
    out, _ = run('memory', 'info', 'memory')
    assert f'units in all of these\t{len(units)}\n' in out.decode(), out
    out, _ = run('align', EXAMPLES / 'dam.en.txt', '-m', 'memory', '--to', 'ckb,ar', '-f', 'tsv')
    assert rows(out) == gold('dam')


def test_bilingual_files_are_joined_by_tuid_when_marks_differ():
    os.mkdir('memory')
    write_tmx('memory/1.tmx', [{'tuid': '7', 'en': '"It rained', 'ckb': 'باران باری'}])
    write_tmx('memory/2.tmx', [{'tuid': '7', 'en': 'It rained', 'ar': 'أمطرت'},
                               {'tuid': '8', 'en': 'It rained', 'ar': 'هطل المطر'}])
    out, _ = run('memory', 'info', 'memory')
    assert 'units\t2\n' in out.decode() and 'all of these\t1\n' in out.decode(), out


def test_units_with_one_tuid_and_other_texts_stay_apart():
    os.mkdir('memory')
    write_tmx('memory/1.tmx', [{'tuid': '1', 'en': 'It rained all day in Koya.', 'ckb': 'باران باری'}])
    write_tmx('memory/2.tmx', [{'tuid': '1', 'en': 'The library is open.', 'ar': 'المكتبة مفتوحة.'}])
    out, _ = run('memory', 'info', 'memory')
    assert 'units\t2\n' in out.decode(), out


def test_a_merged_memory_reads_back_identical():
    run('memory', 'merge', SOURCE / 'tmx', '-o', 'once.tmx')
    run('memory', 'merge', 'once.tmx', '-o', 'twice.tmx')
    assert Path('once.tmx').read_bytes() == Path('twice.tmx').read_bytes()
    assert len(stored_units('once.tmx')) > 30


def test_doubtful_rows_are_left_out_of_an_export():
    copy_example()
    files = [f'dam.{tag}.txt' for tag in ('en', 'ckb', 'ar')]
    every = run('align', *files, '-f', 'tsv')[0].decode().splitlines()[1:]
    out, err = run('align', *files, '-f', 'tsv', '--min-confidence', '.99')
    sure = out.decode().splitlines()[1:]
    assert sure == [row for row in every if float(row.split('\t')[6]) >= .99] and len(sure) < len(every)
    assert err == b'%d of %d rows left out, with a confidence below .99\n' % (len(every) - len(sure), len(every))
    assert run('align', *files, '-f', 'tsv', '--min-confidence', '.99', '-q') == (out, b'')
    run('align', *files, '-o', 'dam.json')
    assert run('show', 'dam.json', '-f', 'tsv', '--min-confidence', '.99') == (out, err)
    assert run('export', 'dam.json', '--min-confidence', '.99')[1] == err
    for name, p, says in (('terminal', '.5', 'not for terminal'), ('json', '.5', 'the whole bitext'),
                          ('tmx', '1.01', 'expected 0 to 1'), ('tmx', '', 'expected 0 to 1'),
                          ('tmx', 'nan', 'expected 0 to 1')):
        fails('align', *files, '-f', name, '--min-confidence', p, status=2, says=says)


def test_a_row_is_explained():
    folder = SOURCE / 'tests/golden/align'
    files = [folder / f'explain.{tag}.txt' for tag in ('en', 'ckb', 'ar')]
    said = run('align', *files, '--explain', '1,2', '--explain', '3')[0].decode()
    # Figures change with every weight that is trained anew; what is printed where does not.
    masked = re.sub(r'[-+]?\d+\.\d+', '#', said)
    expected = folder / 'explain.out'
    if os.environ.get('UPDATE'):
        expected.write_text(masked, encoding='utf-8')
    assert masked == expected.read_text(encoding='utf-8'), masked
    assert re.search(r'numbers +\+\d\.\d  2025 = \u2067٢٠٢٥\u2069', said), said
    stored = run('align', EXAMPLES / 'dam.en.txt', '-m', SOURCE / 'tmx', '--to', 'ckb', '--explain', '4')[0]
    assert stored.startswith(b'Row 4, exact, confidence 1.000\n') and '48.5 = \u2067٤٨٫٥'.encode() in stored
    for row in ('0', '4', 'x', '1,-1'):
        fails('align', *files, '--explain', row, status=2, says='expected a row, 1 to 3')
    fails('align', *files, '--explain', '1', '-f', 'tsv', status=2, says='prints text')


def test_files_that_do_not_belong_together_are_told():
    files = [EXAMPLES / 'dam.en.txt', EXAMPLES / 'library.ckb.txt']
    out, err = run('align', *files, '-f', 'tsv')
    said = f'birge: {files[1]}: does not look like a translation of {files[0]} (of their text, '
    assert err.decode().startswith(said) and err.count(b'\n') == 1, err
    assert all(float(row.split('\t')[4]) <= .2 for row in out.decode().splitlines()[1:]
               if row.split('\t')[0] and row.split('\t')[1]), out
    assert run('align', *files, '-f', 'tsv', '-q') == (out, b'')
    _, err = run('align', files[0], files[0], '-f', 'tsv')
    assert err.decode() == f'birge: {files[0]}: is in English, as {files[0]} is\n', err


def test_json_comes_back_as_it_was():
    run('align', EXAMPLES / 'library.en.txt', '-m', SOURCE / 'tmx', '-o', 'a.json')
    run('show', 'a.json', '-o', 'b.json')
    assert Path('a.json').read_bytes() == Path('b.json').read_bytes()
    out, _ = run('show', '-', '--format', 'json', stdin=Path('a.json').read_bytes())
    assert out == Path('a.json').read_bytes()


def test_columns_choose_and_order_languages():
    out, _ = run('align', EXAMPLES / 'dam.en.txt', '-m', SOURCE / 'tmx', '-c', 'ar,en', '-f', 'tsv')
    assert out.decode().splitlines()[0].split('\t')[:2] == ['ar', 'en']


def test_the_memory_beside_the_article_is_used():
    copy_example()
    out, _ = run('align', 'dam.en.txt', '--to', 'ckb,ar', '--format', 'tsv')
    assert rows(out) == gold('dam')


def test_the_variable_names_a_memory():
    os.mkdir('tmx')
    write_tmx('tmx/other.tmx', [{'en': 'Nothing.', 'ckb': 'هیچ.'}])
    Path('dam.en.txt').write_bytes((EXAMPLES / 'dam.en.txt').read_bytes())
    out, _ = run('align', 'dam.en.txt', '--to', 'ckb,ar', '--format', 'tsv',
                 env={'BIRGE_MEMORY': str(SOURCE / 'tmx')})
    assert rows(out) == gold('dam')


def test_languages_are_told_from_option_name_and_text():
    texts = [(EXAMPLES / f'dam.{tag}.txt').read_bytes() for tag in ('en', 'ckb', 'ar')]
    for number, text in enumerate(texts):
        Path(f'{number}.txt').write_bytes(text)
    out, _ = run('align', '0.txt', '1.txt', '2.txt', '-f', 'tsv')
    assert out.decode().startswith('en\tckb\tar\t'), out
    Path('short.txt').write_text('OK.')
    out, _ = run('align', 'short.txt', 'short.txt', '--lang', 'en,ckb_IQ', '-f', 'tsv')
    assert out.decode().startswith('en\tckb\t'), out


def test_other_encodings_are_read():
    text = (EXAMPLES / 'dam.ar.txt').read_text(encoding='utf-8')
    Path('u.ar.txt').write_bytes(text.encode('utf-16'))
    plain, _ = run('align', EXAMPLES / 'dam.en.txt', EXAMPLES / 'dam.ar.txt', '-f', 'tsv')
    wide, _ = run('align', EXAMPLES / 'dam.en.txt', 'u.ar.txt', '-f', 'tsv')
    assert wide == plain
    small = 'أمطرت اليوم. لم يخرج أحد.'
    Path('w.ar.txt').write_bytes(small.encode('windows-1256'))
    Path('w.en.txt').write_bytes(b'It rained today. Nobody went out.')
    out, _ = run('align', 'w.en.txt', 'w.ar.txt', '--encoding', 'windows-1256', '-f', 'tsv')
    assert 'لم يخرج أحد.' in out.decode(), out


def test_boilerplate_is_left_out_unless_wanted():
    for option, wanted in (('-q', False), ('--keep-boilerplate', True)):
        out, _ = run('align', EXAMPLES / 'dam.en.txt', '-m', SOURCE / 'tmx', option, '-f', 'tsv')
        assert (b'Post a comment' in out) == wanted


def test_a_web_page_is_read():
    lines = (EXAMPLES / 'dam.en.txt').read_text(encoding='utf-8').splitlines()[:9]
    body = f'<h1>{lines[0]}</h1><p class=dateline>{lines[1]}</p>' + ''.join(f'<p>{l}' for l in lines[2:])
    Path('dam.en.html').write_text('<!DOCTYPE html><html lang=en><nav>Home</nav><article>' + body +
                                   '</article><footer>About</footer>', encoding='utf-8')
    out, _ = run('align', 'dam.en.html', '-m', SOURCE / 'tmx', '--to', 'ckb,ar', '-f', 'tsv')
    assert rows(out) == gold('dam')


def test_colours_come_when_they_are_wanted():
    call = ('align', EXAMPLES / 'dam.en.txt', '-m', SOURCE / 'tmx')
    assert b'\033[' not in run(*call)[0]
    assert b'\033[' in run(*call, '--color', 'always')[0]
    assert b'\033[' not in run(*call, '--color', 'never')[0]


def test_progress_is_shown_on_a_terminal_when_it_takes_long():
    for wait, shown in ((1.6, True), (0, False)):
        ours, theirs = pty.openpty()
        child = subprocess.Popen([PROGRAM, 'align', '-', '-q', '-m', SOURCE / 'tmx'], stdin=subprocess.PIPE,
                                 stdout=subprocess.DEVNULL, stderr=theirs)
        time.sleep(wait)
        child.communicate((EXAMPLES / 'dam.en.txt').read_bytes(), timeout=60)
        said = os.read(ours, 10000) if select.select([ours], [], [], 0)[0] else b''
        os.close(theirs)
        os.close(ours)
        assert child.returncode == 0
        assert ('reading the article …'.encode() in said) == shown, said


def test_text_survives_the_c_locale():
    call = ('align', EXAMPLES / 'dam.en.txt', '-m', SOURCE / 'tmx')
    assert run(*call, env={'LC_ALL': 'C'})[0] == run(*call, env={'LC_ALL': 'C.UTF-8'})[0]


def test_the_page_needs_nothing_from_elsewhere():
    run('align', EXAMPLES / 'dam.en.txt', '-m', SOURCE / 'tmx', '-o', 'dam.html')
    page = Path('dam.html').read_text(encoding='utf-8')
    assert '<td lang="ckb" dir="rtl">' in page and '<td lang="en" dir="ltr">' in page
    assert not re.search(r'src=|url\(|https?:', page)


main(sys.modules[__name__])
