"""birge batch: all articles of a folder, whatever becomes of one or of the run."""
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from harness import EXAMPLES, PROGRAM, SOURCE, fails, main, run

TAGS = ('en', 'ckb', 'ar')


def beginning(tag, n_lines=None):
    return ''.join((EXAMPLES / f'dam.{tag}.txt').read_text(encoding='utf-8').splitlines(True)[:n_lines])


def make_folder(n, n_lines=None):
    """Folder in/ with n articles of three versions, each with another headline."""
    for i in range(n):
        folder = Path('in') / f'day{i % 3}'
        folder.mkdir(parents=True, exist_ok=True)
        for tag in TAGS:
            text = beginning(tag, n_lines)
            (folder / f'a{i:03}.{tag}.txt').write_text(f'{i}\n{text}', encoding='utf-8')


def contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in Path(folder).rglob('*') if p.is_file()}


def batch(*more, **how):
    return run('batch', 'in', '--columns', 'en,ckb,ar', *more, **how)


def test_versions_are_put_together_by_their_names():
    make_folder(6, 4)
    out, err = batch('-o', 'out')
    assert err.endswith(b'6 articles: 6 written, 0 were there, 0 failed\n'), err
    written = contents('out')
    assert sorted(written) == sorted([f'day{i % 3}/a{i:03}.json' for i in range(6)] + ['report.html', 'report.json'])
    assert b'"language": "en"' in written['day1/a001.json'].split(b'"ckb"')[0]


def test_the_number_of_threads_changes_nothing():
    make_folder(6, 4)
    batch('-o', 'one', '-j', '1')
    batch('-o', 'four', '-j', '4')
    assert contents('one') == contents('four')


def test_columns_choose_languages():
    make_folder(2, 4)
    run('batch', 'in', '--columns', 'ku-Arab,en', '--format', 'xliff2', '-o', 'out')
    written = contents('out')
    assert b'srcLang="ckb" trgLang="en"' in written['day0/a000.xlf2'], written['day0/a000.xlf2'][:400]
    _, err = run('batch', 'in', '--columns', 'fa', '-o', 'none', status=1)
    assert b'day0/a000: failed: in/day0/a000.ar.txt: has none of the languages of --columns\n' in err, err
    line = json.dumps({'texts': {'en': 'Rain fell.', 'ckb': 'باران باری.'}})
    out, _ = run('batch', '-', '--columns', 'en', stdin=line.encode())
    assert [d['language'] for d in json.loads(out)['bitext']['documents']] == ['en']


def test_a_broken_article_stops_no_other_and_is_listed():
    make_folder(5, 4)
    Path('in/day0/a000.ckb.txt').write_bytes(b'')
    Path('in/day1/a001.ar.txt').write_bytes(b'\xff\xfe\x00')
    Path('in/day2/a002.en.xml').write_text('<nitf><body></nitf>')
    Path('in/day2/a002.en.txt').unlink()
    out, err = batch('-o', 'out', status=1)
    said = err.decode()
    assert 'day0/a000: failed: in/day0/a000.ckb.txt: is empty\n' in said, said
    assert 'day1/a001: failed: ' in said and 'day2/a002: failed: ' in said, said
    assert said.endswith('birge: 3 of 5 articles failed (report.html lists them)\n'), said
    assert sorted(contents('out')) == ['day0/a003.json', 'day1/a004.json', 'report.html', 'report.json']
    assert b'<h1>5 articles, 3 failed</h1>' in contents('out')['report.html']


def test_a_run_that_is_killed_goes_on_to_the_same_end():
    make_folder(20, 3)
    Path('in/day0/a000.ckb.txt').write_bytes(b'')
    batch('-o', 'whole', status=1)
    for _ in range(4):
        going = subprocess.Popen([PROGRAM, 'batch', 'in', '--columns', 'en,ckb,ar', '-o', 'out',
                                  '--resume'], stderr=subprocess.DEVNULL)
        time.sleep(0.4)
        os.kill(going.pid, signal.SIGKILL)
        going.wait()
    batch('-o', 'out', '--resume', status=1)
    assert contents('whole') == contents('out')


def test_two_versions_in_one_language_are_refused():
    make_folder(1)
    Path('in/day0/a000.en.html').write_text('<p>Another one.</p>')
    out, err = batch('-o', 'out', status=1)
    assert b'is a second version by its name' in err


def test_files_in_another_encoding_stand_beside_utf8():
    make_folder(1, 4)
    path = Path('in/day0/a000.ar.txt')
    wanted = contents('in')[str(path.relative_to('in'))]
    batch('-o', 'utf8')
    path.write_bytes(wanted.decode().encode('windows-1256'))
    _, err = batch('-o', 'out', status=1)
    assert b'(--encoding names another encoding)' in err
    batch('-o', 'out', '--encoding', 'windows-1256')
    assert contents('out')['day0/a000.json'] == contents('utf8')['day0/a000.json']
    assert run('segment', path, '--encoding', 'windows-1256')[0] == run('segment', '-l', 'ar', '-', stdin=wanted)[0]
    run('analyse', path, '--encoding', 'windows-1256', '--memory', SOURCE / 'tmx')
    fails('batch', '-', '--encoding', 'windows-1256', status=2, says='are for files, not for -')


def test_what_stands_beside_articles_is_none():
    make_folder(1, 4)
    for name in ('day0/a000.jpg', 'day0/picture.PNG', 'memory.tmx', 'memory.en-ar.tmx', 'words.tsv'):
        Path('in', name).write_bytes(b'\x89\0')
    Path('in/day0/a000.json').write_text('{"format": "birge-bitext"}')
    Path('in/day0/a000.ar.jpg').write_bytes(b'\x89\0')
    for more in ((), ('--resume',)):
        _, err = batch('-o', 'in/out', *more, status=1)
        report = json.loads(contents('in/out')['report.json'])
        assert [f['article'] for f in report['failed']] == ['day0/a000', 'day0/a000.json'], report
        assert 'day0/a000.ar' in report['failed'][0]['reason'] and report['articles'] == 2
    Path('in/day0/a000.ar.jpg').unlink()
    batch('-o', 'in/out', status=1)
    assert sorted(contents('in/out')) == ['day0/a000.json', 'report.html', 'report.json']


BROKEN = {
    'empty': b'', 'blank': b' \n\t\n', 'bytes': b'\xc3\x28 \xff words',
    'nul': b'some\x00words', 'xml': b'<nitf><body></nitf>', 'json': b'{"uri": "x", ',
    'gzip': b'\x1f\x8b\x08\x00cut',
    'deep': b'<nitf>' + b'<p>' * 100000,
}


def test_whatever_is_broken_the_others_are_done():
    make_folder(3, 4)
    for name, data in BROKEN.items():
        Path(f'in/{name}.en.txt').write_bytes(data)
        Path(f'in/{name}.ckb.txt').write_bytes((EXAMPLES / 'dam.ckb.txt').read_bytes())
    os.mkfifo('in/pipe.en.txt')
    os.symlink('nowhere', 'in/gone.en.txt')
    os.symlink('.', 'in/circle')
    for name in ('folder', 'language'):
        for tag in ('en', 'ckb'):
            Path(f'in/{name}.{tag}.txt').write_bytes((EXAMPLES / f'dam.{tag}.txt').read_bytes())
    os.makedirs('in/folder.ar.txt')
    os.makedirs('in/notes.en.txt')  # no version of anything
    Path('in/language.ar.txt').write_bytes((EXAMPLES / 'dam.en.txt').read_bytes())
    for tag in ('xx', 'yy', 'zz'):
        Path(f'in/unknown.{tag}.txt').write_bytes(b'\xd0\xb0' * 30)
    out, err = batch('-o', 'out', status=1)
    report = json.loads(contents('out')['report.json'])
    failed = {f['article']: f['reason'] for f in report['failed']}
    assert set(BROKEN) | {'pipe', 'gone', 'folder', 'language'} <= set(failed), failed
    assert failed['folder'] == 'in/folder.ar.txt: is a folder, expected a file'
    assert failed['language'] == 'in/language.en.txt: is in "en", as in/language.ar.txt is'
    assert b'in/language.ar.txt: says by its name that it is in Arabic (ar), but is in English' in err
    assert report['articles'] == report['done'] + len(failed)
    assert {f'day{i}/a00{i}.json' for i in range(3)} <= set(contents('out'))
    for name, reason in failed.items():
        assert f'{name}: failed: {reason}\n' in err.decode(), name


def test_an_article_must_not_take_the_place_of_the_report():
    Path('in').mkdir()
    for tag in TAGS:
        Path(f'in/report.{tag}.txt').write_bytes((EXAMPLES / f'dam.{tag}.txt').read_bytes())
    assert b'report: failed: report.json: is the name of the report' in batch('-o', 'out', status=1)[1]


def lines_of(n):
    texts = {tag: beginning(tag, 3) for tag in TAGS}
    return [json.dumps({'id': f'a{i}', 'texts': {t: f'{i}\n{x}' for t, x in texts.items()}}) for i in range(n)]


def test_a_filter_gives_a_line_for_each_line_in_order():
    given = lines_of(6)
    given[1] = '{"id": 7, "text": ""}'
    given[2] = 'no JSON'
    given[4] = '{"id": "x", "texts": {"en": 5}}'
    stdin = '\n'.join(given).encode()
    out, err = run('batch', '-', '-j', '3', stdin=stdin, status=1)
    read = [json.loads(line) for line in out.splitlines()]
    assert [r['id'] for r in read] == ['a0', 7, 3, 'a3', 'x', 'a5'], read
    assert ['error' in r for r in read] == [False, True, True, False, True, False]
    assert [d['language'] for d in read[0]['bitext']['documents']] == list(TAGS)
    assert err.endswith(b'birge: 3 of 6 articles failed\n'), err
    again, _ = run('batch', '-', '-j', '1', stdin=stdin, status=1)
    assert again == out
    table, _ = run('batch', '-', '-f', 'tsv', stdin=given[0].encode())
    assert '\t' in json.loads(table)['text']


def test_doubtful_rows_are_left_out():
    make_folder(1)
    every, sure = (batch('-o', out, '-f', 'tsv', *more)[1] for out, more in
                   (('every', ()), ('sure', ('--min-confidence', '1'))))
    assert b'left out' not in every
    n_every, n_sure = (contents(out)['day0/a000.tsv'].count(b'\n') - 1 for out in ('every', 'sure'))
    assert b'%d of %d rows left out, with a confidence below 1\n' % (n_every - n_sure, n_every) in sure, sure
    texts = {t: Path(f'in/day0/a000.{t}.txt').read_text(encoding='utf-8') for t in TAGS}
    out, _ = run('batch', '-', '-f', 'tsv', '--min-confidence', '1', stdin=json.dumps({'texts': texts}).encode())
    assert json.loads(out)['left_out'] == n_every - n_sure
    fails('batch', 'in', '-o', 'out', '--min-confidence', '.5', status=2, says='not for json')


def test_a_bitext_on_a_line_is_the_one_of_a_file():
    make_folder(1)
    batch('-o', 'out')
    texts = {t: Path(f'in/day0/a000.{t}.txt').read_text(encoding='utf-8') for t in TAGS}
    out, _ = run('batch', '-', stdin=json.dumps({'texts': texts}).encode())
    rows = json.loads(contents('out')['day0/a000.json'])['rows']
    assert json.loads(out)['bitext']['rows'] == rows


def test_a_filter_that_is_killed_goes_on_to_the_same_end():
    given = lines_of(20)
    given[3] = '{}'
    Path('in.jsonl').write_text('\n'.join(given) + '\n', encoding='utf-8')
    run('batch', '-', '-o', 'whole.jsonl', stdin=Path('in.jsonl').read_bytes(), status=1)
    for _ in range(4):
        with open('in.jsonl', 'rb') as stdin:
            going = subprocess.Popen([PROGRAM, 'batch', '-', '-o', 'out.jsonl', '--resume'], stdin=stdin,
                                     stderr=subprocess.DEVNULL)
            time.sleep(0.4)
            os.kill(going.pid, signal.SIGKILL)
            going.wait()
    with open('out.jsonl', 'ab') as half:
        half.write(b'{"id": "ha')
    err = run('batch', '-', '-o', 'out.jsonl', '--resume', stdin=Path('in.jsonl').read_bytes(), status=1)[1]
    assert Path('whole.jsonl').read_bytes() == Path('out.jsonl').read_bytes()
    assert err.endswith(b'birge: 1 of 20 articles failed\n'), err


def test_a_line_may_not_be_too_long():
    limit = 16 * 1024 * 1024
    text = lines_of(1)[0]
    fits = text[:-1] + ' ' * (limit - 1 - len(text)) + '}'
    out, _ = run('batch', '-', stdin=(fits + '\n' + text + '\n').encode())
    assert out.count(b'"bitext"') == 2
    out, _ = run('batch', '-', stdin=(fits[:-1] + ' }\n' + text + '\n').encode(), status=1)
    assert b'has 16777216 bytes or more' in out and out.count(b'"bitext"') == 1


def test_versions_are_found_by_pattern_links_and_content():
    os.makedirs('en/x')
    os.makedirs('ckb/x')
    for tag in ('en', 'ckb'):
        Path(f'{tag}/x/dam.txt').write_bytes((EXAMPLES / f'dam.{tag}.txt').read_bytes())
    os.mkdir('in')
    os.rename('en', 'in/en')
    os.rename('ckb', 'in/ckb')
    run('batch', 'in', '-o', 'out', '--pattern', '{lang}/{name}.txt')
    assert 'x/dam.json' in contents('out')
    fails('batch', 'in', '-o', 'out', '--pattern', '{name}', status=2, says='expected {name} and {lang}')
    fails('batch', 'in', '-o', 'out', '--pair', 'luck', status=2, says='expected name, links or content')

    os.mkdir('web')
    links = ('<link rel="alternate" hreflang="en" href="https://news.example/1?a=1&amp;b=2">'
             '<link rel="alternate" hreflang="ckb" href="k.html">')
    for name, tag in (('e', 'en'), ('k', 'ckb')):
        body = ''.join(f'<p>{line}</p>' for line in
                       (EXAMPLES / f'dam.{tag}.txt').read_text(encoding='utf-8').splitlines())
        Path(f'web/{name}.html').write_text(
            f'<html lang="{tag}"><head><title>x</title>{links}</head><body>{body}</body></html>', encoding='utf-8')
    run('batch', 'web', '-o', 'out2', '--pair', 'links', '-c', 'ckb,en')
    written = contents('out2')
    assert sorted(written) == ['e.json', 'report.html', 'report.json']
    assert [d['language'] for d in json.loads(written['e.json'])['documents']] == ['ckb', 'en']

    os.mkdir('mixed')
    for number, tag in enumerate(TAGS):
        Path(f'mixed/{number}.txt').write_bytes((EXAMPLES / f'dam.{tag}.txt').read_bytes())
    run('batch', 'mixed', '-o', 'out3', '--pair', 'content', '-m', SOURCE / 'tmx')
    assert sorted(contents('out3')) == ['0.json', 'report.html', 'report.json']
    arabic = Path('mixed/2.txt')
    arabic.write_bytes(arabic.read_text(encoding='utf-8').encode('windows-1256'))
    run('batch', 'mixed', '-o', 'out4', '--pair', 'content', '-m', SOURCE / 'tmx', '--encoding', 'windows-1256')
    assert sorted(contents('out4')) == ['0.json', 'report.html', 'report.json']


def test_newsml_and_ninjs_that_name_each_other_are_versions():
    os.mkdir('news')
    headlines = {tag: beginning(tag, 1).strip() for tag in TAGS}
    for tag in ('en', 'ckb'):
        link = '' if tag == 'en' else '<itemMeta><link rel="irel:translatedFrom" residref="urn:news:1.en"/></itemMeta>'
        Path(f'news/1{tag}.xml').write_text(
            f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:news:1.{tag}" version="1">{link}<contentMeta>'
            f'<language tag="{tag}"/><headline>{headlines[tag]}</headline></contentMeta></newsItem>', encoding='utf-8')
        item = {'uri': f'urn:news:2.{tag}', 'language': tag, 'headline': headlines[tag]}
        if tag == 'ckb':
            item['associations'] = {'translatedFrom': {'uri': 'urn:news:2.en'}}
        Path(f'news/2{tag}.json').write_text(json.dumps(item), encoding='utf-8')
        item = {'uri': f'urn:news:3.{tag}', 'language': tag, 'headlines': [{'value': headlines[tag]}]}
        if tag == 'ckb':
            item['associations'] = [{'name': 'translation-of', 'uri': 'urn:news:3.en'}, {'name': 'photo', 'uri': 'urn:news:2.en'}]
        Path(f'news/3{tag}.json').write_text(json.dumps(item), encoding='utf-8')
    run('batch', 'news', '-o', 'out', '--pair', 'links', '-c', 'en,ckb')
    written = {name: json.loads(data) for name, data in contents('out').items() if name[0].isdigit()}
    assert sorted(written) == ['1ckb.json', '2ckb.json', '3ckb.json'], written.keys()
    for bitext in written.values():
        assert [d['language'] for d in bitext['documents']] == ['en', 'ckb']


def test_what_arrives_in_a_watched_folder_is_done():
    make_folder(1, 3)
    watching = subprocess.Popen([PROGRAM, 'batch', 'in', '-o', 'out', '--watch'], stderr=subprocess.PIPE)

    def wait_for(path, part=b''):
        for _ in range(600):
            if Path(path).exists() and part in Path(path).read_bytes():
                return
            time.sleep(0.1)
        raise AssertionError(f'{path} did not come')

    wait_for('out/day0/a000.json')
    wait_for('out/report.json')
    os.makedirs('in/late')
    for tag in ('en', 'ckb'):
        Path(f'in/late/b.{tag}.txt').write_text(beginning(tag, 3), encoding='utf-8')
    wait_for('out/late/b.json')
    Path('in/late/b.ar.txt').write_text(beginning('ar', 3), encoding='utf-8')
    wait_for('out/late/b.json', b'"ar"')
    wait_for('out/report.json', b'"articles": 2')
    watching.send_signal(signal.SIGTERM)
    err = watching.communicate(timeout=60)[1]
    assert watching.returncode == 0, err
    fails('batch', 'in/late/b.en.txt', '-o', 'out', '--watch', status=2, says='--watch takes folders')


def test_lists_globs_and_wrong_calls():
    make_folder(2, 4)
    Path('list').write_text(''.join(f'in/day0/a000.{tag}.txt\n' for tag in TAGS))
    run('batch', '@list', '-o', 'out')
    assert sorted(contents('out')) == ['a000.json', 'report.html', 'report.json']
    run('batch', 'in/*/a000.*', '-o', 'globbed')
    assert sorted(contents('globbed')) == ['a000.json', 'report.html', 'report.json']
    fails('batch', '-', '--resume', status=2, says='--resume needs the file')
    fails('batch', 'in', status=2, says='--output says which folder')
    fails('batch', '-o', 'out', status=2, says='expected files or folders')
    fails('batch', 'in', '-o', 'new', '--columns', 'en,xx', status=2, says='unknown language "xx"')
    fails('batch', 'in', '-o', 'new', '--to', 'xx', status=2, says='unknown language "xx"')
    assert not Path('new').exists()
    fails('batch', 'in', '-o', 'out', '-f', 'word', status=2, says='unknown format "word"')
    fails('batch', 'in', '-o', 'out', '-j2', status=2, says='missing argument for -j, expected it after a space')


main(sys.modules[__name__])
