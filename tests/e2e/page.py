"""Pages: what readers of PDF get out of them is what went in."""
import json
import os
import random
import subprocess
import sys
import unicodedata
from pathlib import Path

from harness import PROGRAM, copy_example, fails, main, run

DIGITS = ('0123456789', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹')
ZWNJ = '\u200c'


def bare(text):
    """Text without what readers may change: compatibility forms, white space, what is not seen."""
    return ''.join(c for c in unicodedata.normalize('NFKC', text)
                   if unicodedata.category(c) not in ('Cc', 'Cf', 'Zs', 'Zl', 'Zp'))


def read_pdf(path, *options):
    done = subprocess.run(['pdftotext', *options, path, '-'], check=True, capture_output=True)
    return bare(done.stdout.decode())


def ask(*command):
    done = subprocess.run(command, capture_output=True, encoding='latin-1')
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def save_bitext(path, columns):
    """Saves a bitext: columns is a dict from language to segments, as many in each."""
    documents = []
    for language, segments in columns.items():
        places, start = [], 0
        for segment in segments:
            end = start + len(segment.encode())
            places.append((start, end))
            start = end + 1
        documents.append({
            'language': language, 'name': f'{language}.txt', 'text': '\n'.join(segments),
            'blocks': [{'start': s, 'end': e, 'kind': 'paragraph'} for s, e in places],
            'segments': [{'start': s, 'end': e, 'block': i} for i, (s, e) in enumerate(places)],
            'codes': []})
    rows = [{'runs': [[i, i + 1]] * len(documents), 'confidence': 1, 'origin': 'aligned',
             'status': 'proposed'} for i in range(len(places))]
    with open(path, 'w', encoding='utf-8') as file:
        json.dump({'format': 'birge-bitext', 'version': 1, 'documents': documents, 'rows': rows},
                  file, ensure_ascii=False)


def check_text(path, columns):
    """Checks that each segment comes back, in both orders in which pdftotext reads."""
    for options in ((), ('-raw',)):
        text = read_pdf(path, *options)
        for language, segments in columns.items():
            lost = [segment for segment in segments if bare(segment) not in text]
            assert not lost, f'{options} {language}: {len(lost)} of {len(segments)}: {lost[0]}'


def make_sorani(n):
    """Lines with everything that makes readers stumble. The words are put together at random."""
    source = random.Random(7)
    letters = 'ئابپتجچحخدرڕزژسشعغفڤقکگلڵمنوۆهەیێ'

    def word():
        return ''.join(source.choice(letters) for _ in range(source.randint(1, 8)))

    def number():
        digits = source.choice(DIGITS)
        return ''.join(source.choice(digits) for _ in range(source.randint(1, 5)))

    makers = (word, word, word, word, number,
              lambda: word() + ZWNJ + word(),
              lambda: f'({word()} {word()})', lambda: f'«{word()}»', lambda: f'[{number()}]',
              lambda: number() + source.choice('%٪'), lambda: f'{number()}.{number()}',
              lambda: f'{number()}-{number()}', lambda: f'{number()}{word()}',
              lambda: source.choice(('Apple', 'UN', 'WHO-7', 'New York', 'A/B', 'x@y.org')),
              lambda: f'{word()} ({source.choice(("NATO", "EU"))})،', lambda: word() + '؟!',
              lambda: '--', lambda: '...', lambda: word() + '؛', lambda: f'"{word()}."')
    return [' '.join(source.choice(makers)() for _ in range(source.randint(3, 25)))
            for _ in range(n)]


def test_an_article_comes_back_as_it_is_stored():
    copy_example()
    run('align', 'dam.en.txt', 'dam.ckb.txt', 'dam.ar.txt', '-o', 'dam.json')
    run('show', 'dam.json', '-o', 'dam.pdf')
    with open('dam.json', encoding='utf-8') as file:
        documents = json.load(file)['documents']
    columns = {}
    for document in documents:
        text = document['text'].encode()
        columns[document['language']] = [text[s['start']:s['end']].decode()
                                         for s in document['segments']]
    assert len(columns) == 3 and all(columns.values())
    check_text('dam.pdf', columns)


def test_sorani_with_numbers_of_three_kinds_latin_names_and_brackets_comes_back():
    lines = make_sorani(500)
    save_bitext('hard.json', {'ckb': lines})
    run('show', 'hard.json', '-o', 'hard.pdf')
    check_text('hard.pdf', {'ckb': lines})


def test_sorani_comes_back_from_beside_longer_english():
    lines = make_sorani(60)
    columns = {'en': [f'Line {i} of the English side, said in far more words - ' + 'word ' * 20
                      for i in range(60)], 'ckb': lines}
    save_bitext('two.json', columns)
    run('show', 'two.json', '--portrait', '-o', 'two.pdf')
    check_text('two.pdf', columns)


def test_english_with_words_of_sorani_in_it_comes_back():
    lines = ['a bridge پردێک here', 'a bridge پردێکی نوێ here', 'he said “پردێکی نوێ” twice',
             'the last is پرد']
    save_bitext('quoted.json', {'en': lines})
    run('show', 'quoted.json', '-o', 'quoted.pdf')
    check_text('quoted.pdf', {'en': lines})


def test_vowel_signs_and_ligatures_come_back():
    lines = ['مُحَمَّدٌ رَسُولٌ', 'قائلاً: لا، الألعاب لله', 'أولًا إلى الآن', 'معقولاً.', 'e\u0301te\u0301 ffi']
    save_bitext('marks.json', {'ar': lines})
    run('show', 'marks.json', '-o', 'marks.pdf')
    check_text('marks.pdf', {'ar': lines})


def test_pdf_is_sound_tagged_and_always_the_same():
    save_bitext('a.json', {'en': ['A bridge.', 'Two.'], 'ckb': ['پردێک.', 'دوو.']})
    run('show', 'a.json', '-o', 'a.pdf', '--title', 'Bridges')
    run('show', 'a.json', '-o', 'b.pdf', '--title', 'Bridges')
    with open('a.pdf', 'rb') as one, open('b.pdf', 'rb') as two:
        assert one.read() == two.read()
    assert 'No syntax or stream encoding errors' in ask('qpdf', '--check', 'a.pdf')
    said = ask('pdfinfo', 'a.pdf')
    assert 'Title:           Bridges' in said and 'Tagged:          yes' in said, said
    structure = ask('pdfinfo', '-struct-text', 'a.pdf').split()
    for tag, count in (('H1', 1), ('Table', 1), ('THead', 1), ('TR', 3), ('TD', 4)):
        assert structure.count(tag) == count, (tag, structure)
    plain = ask('qpdf', '--qdf', '--object-streams=disable', 'a.pdf', '-')
    assert '/ActualText' in plain and '/Lang' in plain and '/Outlines' in plain
    assert 'CreationDate' not in plain and '/ID' not in plain.split('trailer')[0]


def test_objects_of_many_rows_are_found_in_the_sections_of_their_table():
    columns = {'en': [f'Bridge {i}' for i in range(3000)], 'ckb': ['پرد'] * 3000}
    save_bitext('many.json', columns)
    run('show', 'many.json', '-o', 'many.pdf')
    with open('many.pdf', 'rb') as file:
        assert file.read().count(b'/Prev ') >= 1
    assert 'No syntax or stream encoding errors' in ask('qpdf', '--check', 'many.pdf')
    check_text('many.pdf', columns)
    assert ask('pdfinfo', '-struct', 'many.pdf').split().count('TD') == 6000


def measure_peak(*arguments):
    """Returns how many megabytes birge took at most."""
    # What AddressSanitizer keeps of freed memory would hide what is measured.
    env = {**os.environ, 'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1'}
    child = subprocess.Popen([PROGRAM, *arguments], env=env)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = status
    assert status == 0
    return usage.ru_maxrss / 1024


def test_more_rows_take_no_more_memory():
    for n in (500, 8000):
        save_bitext(f'{n}.json', {'en': [f'Bridge {i} over the river' for i in range(n)],
                                  'ckb': ['پردێک بەسەر ڕووبارەکەدا'] * n})
    for name in ('a.txt', 'a.html', 'a.pdf'):
        few, many = (measure_peak('show', f'{n}.json', '-o', name) for n in (500, 8000))
        # The whole bitext alone would be more.
        assert many - few < 8, f'{name}: {few:.1f} MB, then {many:.1f} MB'


def test_paper_has_the_size_that_is_asked_for():
    save_bitext('a.json', {'en': ['A bridge.']})
    for options, size in (((), '841.89 x 595.276'), (('--portrait',), '595.276 x 841.89'),
                          (('--paper', 'letter'), '792 x 612')):
        run('show', 'a.json', '-o', 'a.pdf', *options)
        assert f'Page size:       {size} pts' in ask('pdfinfo', 'a.pdf')
    fails('show', 'a.json', '-o', 'a.pdf', '--paper', 'A5', status=2, says='--paper "A5"')


def test_one_page_is_drawn_as_a_picture():
    save_bitext('a.json', {'en': [f'Bridge {i}' for i in range(60)], 'ckb': ['پردێک'] * 60})
    _, said = run('show', 'a.json', '-o', 'a.svg')
    assert said.startswith(b'birge: this is page 1 of ') and said.count(b'\n') == 1, said
    run('show', 'a.json', '-o', 'b.svg', '--page', '2')
    ask('xmllint', '--noout', 'a.svg', 'b.svg')
    with open('b.svg', encoding='utf-8') as file:
        second = file.read()
    assert 'aria-label="Bridge 30"' in second and 'aria-label="Bridge 1"' not in second
    run('show', 'a.json', '-o', 'a.png', '--page', '1')
    with open('a.png', 'rb') as file:
        assert file.read(8) == b'\x89PNG\r\n\x1a\n'
    fails('show', 'a.json', '-o', 'c.svg', '--page', '9', status=2, says='--page 9: the last page is')
    fails('show', 'a.json', '-o', 'c.svg', '--page', '-1', status=2, says='--page -1')


def test_columns_that_are_too_narrow_for_a_name_have_a_tag():
    columns = {tag: [text] for tag, text in (
        ('en', 'Bridge'), ('ckb', 'پرد'), ('ar', 'جسر'), ('fa', 'پل'), ('kmr', 'Pir'),
        ('he', 'גשר'), ('ru', 'мост'), ('el', 'γέφυρα'))}
    save_bitext('a.json', columns)
    run('show', 'a.json', '-o', 'a.pdf', '--portrait')
    check_text('a.pdf', columns)
    assert 'kmr' in read_pdf('a.pdf') and 'kurmancî' not in read_pdf('a.pdf')


def test_fonts_are_embedded_and_cut_down():
    save_bitext('a.json', {'en': ['A bridge.'], 'ckb': ['پردێکی نوێ']})
    run('show', 'a.json', '-o', 'a.pdf')
    fonts = ask('pdffonts', 'a.pdf').splitlines()[2:]
    assert len(fonts) >= 2
    for line in fonts:
        assert line.startswith('BIRGA') and line.split()[-5:-2] == ['yes', 'yes', 'yes'], line


def use_fonts(*families):
    """Returns an environment in which there are no fonts but these."""
    os.mkdir('fonts')
    for family in families:
        path = Path(ask('fc-match', '-f', '%{file}', f'{family}:style=Regular'))
        assert family.replace(' ', '') in path.name, f'{family} is not installed: {path}'
        os.symlink(path, f'fonts/{path.name}')
    here = os.getcwd()
    Path('fonts.conf').write_text(
        '<!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<dir>{here}/fonts</dir><cachedir>{here}/cache</cachedir></fontconfig>')
    return {'FONTCONFIG_FILE': f'{here}/fonts.conf'}


def test_a_font_without_every_letter_of_sorani_is_not_chosen_for_it():
    lines = ['باڵا', 'ڤیان', 'دوێ', 'کاک']
    save_bitext('a.json', {'ckb': lines})
    env = use_fonts('DejaVu Sans Mono', 'DejaVu Sans')
    run('show', 'a.json', '-o', 'a.pdf', env=env)
    assert 'Mono' not in ask('pdffonts', 'a.pdf')
    check_text('a.pdf', {'ckb': lines})


def test_fonts_with_postscript_outlines_are_embedded_too():
    lines = make_sorani(30)
    columns = {'en': ['A bridge of 2026 (fine)'] * 30, 'ckb': lines}
    save_bitext('a.json', columns)
    env = use_fonts('FreeSerif')
    run('show', 'a.json', '-o', 'a.pdf', env=env)
    fonts = ask('pdffonts', 'a.pdf').splitlines()[2:]
    assert fonts and all('+FreeSerif ' in line and 'CID Type 0C' in line for line in fonts), fonts
    assert 'No syntax or stream encoding errors' in ask('qpdf', '--check', 'a.pdf')
    check_text('a.pdf', columns)
    run('show', 'a.json', '-o', 'a.svg', env=env)
    assert 'C' in Path('a.svg').read_text(encoding='utf-8').split(' d="M', 1)[1].split('"', 1)[0]


def test_a_machine_without_fonts():
    save_bitext('a.json', {'en': ['A bridge.']})
    fails('show', 'a.json', '-o', 'a.pdf', env=use_fonts(), status=1,
          says='no TrueType or OpenType font is installed')


def test_a_letter_without_a_font_is_told_once():
    save_bitext('a.json', {'en': ['\U0010fffd, 橋, \U0010fffd', '橋 \U0010fffd']})
    _, said = run('show', 'a.json', '-o', 'a.pdf', env=use_fonts('DejaVu Sans'))
    assert sorted(said.decode().splitlines()) == [
        'birge: no font has "橋" (U+6A4B); Debian\'s package fonts-wqy-zenhei may',
        'birge: no font has "\U0010fffd" (U+10FFFD), a letter for private use'], said.decode()


def test_bitexts_are_shown_where_no_temporary_file_can_be_and_compressed():
    save_bitext('a.json', {'en': ['A bridge.']})
    expected, _ = run('show', 'a.json')
    assert run('show', 'a.json', env={'TMPDIR': '/nowhere'})[0] == expected
    ask('gzip', 'a.json')
    assert run('show', 'a.json.gz')[0] == expected
    with open('a.json.gz', 'rb') as file:
        whole = file.read()
    with open('a.json.gz', 'wb') as file:
        file.write(whole[:-20])
    fails('show', 'a.json.gz', status=1, says='a.json.gz: is compressed with gzip, and breaks off')


def test_an_output_that_can_not_be_written():
    save_bitext('a.json', {'en': ['A bridge.']})
    fails('show', 'a.json', '-o', 'none/a.pdf', status=1, says='none/a.pdf: ')
    fails('show', 'a.json', '-f', 'pdf', '-o', '/dev/full', status=1, says='/dev/full: ')


main(sys.modules[__name__])
