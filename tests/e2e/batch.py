"""birge batch: all articles of a folder, whatever becomes of one or of the run."""
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from harness import EXAMPLES, PROGRAM, fails, main, run

TAGS = ('en', 'ckb', 'ar')


def make_folder(n):
    """Folder in/ with n articles of three versions, each with another headline."""
    for i in range(n):
        folder = Path('in') / f'day{i % 3}'
        folder.mkdir(parents=True, exist_ok=True)
        for tag in TAGS:
            text = (EXAMPLES / f'dam.{tag}.txt').read_text(encoding='utf-8')
            (folder / f'a{i:03}.{tag}.txt').write_text(f'{i}\n{text}', encoding='utf-8')


def contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in Path(folder).rglob('*') if p.is_file()}


def batch(*more, **how):
    return run('batch', 'in', '--columns', 'en,ckb,ar', *more, **how)


def test_versions_are_put_together_by_their_names():
    make_folder(6)
    out, err = batch('-o', 'out')
    assert err.endswith(b'6 articles: 6 written, 0 were there, 0 failed\n'), err
    written = contents('out')
    assert sorted(written) == sorted([f'day{i % 3}/a{i:03}.json' for i in range(6)] + ['report.html'])
    assert b'"language": "en"' in written['day1/a001.json'].split(b'"ckb"')[0]


def test_the_number_of_threads_changes_nothing():
    make_folder(6)
    batch('-o', 'one', '-j', '1')
    batch('-o', 'four', '-j', '4')
    assert contents('one') == contents('four')


def test_a_broken_article_stops_no_other_and_is_listed():
    make_folder(5)
    Path('in/day0/a000.ckb.txt').write_bytes(b'')
    Path('in/day1/a001.ar.txt').write_bytes(b'\xff\xfe\x00')
    Path('in/day2/a002.en.xml').write_text('<nitf><body></nitf>')
    Path('in/day2/a002.en.txt').unlink()
    out, err = batch('-o', 'out', status=1)
    said = err.decode()
    assert 'day0/a000: failed: in/day0/a000.ckb.txt: is empty\n' in said, said
    assert 'day1/a001: failed: ' in said and 'day2/a002: failed: ' in said, said
    assert said.endswith('birge: 3 of 5 articles failed (report.html lists them)\n'), said
    assert sorted(contents('out')) == ['day0/a003.json', 'day1/a004.json', 'report.html']
    assert b'<h1>5 articles, 3 failed</h1>' in contents('out')['report.html']


def test_a_run_that_is_killed_goes_on_to_the_same_end():
    make_folder(30)
    Path('in/day0/a000.ckb.txt').write_bytes(b'')
    batch('-o', 'whole', status=1)
    for _ in range(4):
        going = subprocess.Popen([PROGRAM, 'batch', 'in', '--columns', 'en,ckb,ar', '-o', 'out',
                                  '--resume'], stderr=subprocess.DEVNULL)
        time.sleep(0.4)
        os.kill(going.pid, signal.SIGKILL)
        going.wait()
    batch('-o', 'out', '--resume', status=1)
    assert contents('whole') == {name: data for name, data in contents('out').items()
                                 if name in contents('whole')}


def test_two_versions_in_one_language_are_refused():
    make_folder(1)
    Path('in/day0/a000.en.html').write_text('<p>Another one.</p>')
    out, err = batch('-o', 'out', status=1)
    assert b'is a second version by its name' in err


def test_lists_and_wrong_calls():
    make_folder(2)
    Path('list').write_text(''.join(f'in/day0/a000.{tag}.txt\n' for tag in TAGS))
    run('batch', '@list', '-o', 'out')
    assert sorted(contents('out')) == ['a000.json', 'report.html']
    fails('batch', 'in', status=2, says='--output says which folder')
    fails('batch', '-o', 'out', status=2, says='expected files or folders')
    fails('batch', 'in', '-o', 'out', '-f', 'word', status=2, says='unknown format "word"')


main(sys.modules[__name__])
