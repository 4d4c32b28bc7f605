"""Kill -9 at random moments, two writers at once, a full disk: every unit is there, or was never
acknowledged. A short run by itself; KILLS=200 makes it a long one, SEED=N repeats one."""
import os
import random
import shutil
import subprocess
import sys
import time
from pathlib import Path
from xml.etree import ElementTree

from harness import PROGRAM, STRAY, main, run

KILLS = int(os.environ.get('KILLS', '12'))
SEED = int(os.environ.get('SEED', '1'))
RANDOM = random.Random(SEED)
N_UNITS = 400
print(f'# {KILLS} kills, seed {SEED}', flush=True)


def write_units(path, batch, n=N_UNITS):
    units = ''.join(f'<tu tuid="{batch}-{i}"><tuv xml:lang="en"><seg>Text {i} of batch {batch} says number {i % 7}.'
                    f'</seg></tuv><tuv xml:lang="ckb"><seg>دەقی {i} لە {batch}</seg></tuv></tu>\n' for i in range(n))
    Path(path).write_text('<tmx version="1.4"><header creationtool="test" creationtoolversion="1" segtype="sentence" '
                          'o-tmf="x" adminlang="en" srclang="en" datatype="plaintext"/><body>\n'
                          f'{units}</body></tmx>\n', encoding='utf-8')


def stored(path):
    """How many units each batch has in a file, which must be whole."""
    counts = {}
    for tu in ElementTree.parse(path).iter('tu') if os.path.exists(path) else ():
        batch = tu.get('tuid').partition('-')[0]
        counts[batch] = counts.get(batch, 0) + 1
    return counts


def start(*arguments):
    return subprocess.Popen([PROGRAM, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def kill_at_random(process, longest):
    """Kills a process within a time. Returns whether it said that it was done."""
    time.sleep(RANDOM.random() * longest)
    process.kill()
    out, err = process.communicate(timeout=60)
    assert not any(word in err.decode() for word in STRAY), err
    return b'units added' in out


def time_of(*arguments):
    begin = time.monotonic()
    run(*arguments)
    return time.monotonic() - begin


def check_batches(path, acknowledged, tried):
    counts = stored(path)
    assert set(counts.values()) <= {N_UNITS}, (SEED, counts)
    missing = acknowledged - set(counts)
    assert not missing and set(counts) <= tried, (SEED, missing, set(counts) - tried)


def test_a_killed_add_is_there_whole_or_not_at_all():
    write_units('warm.tmx', 'warm')
    longest = 1.2 * time_of('memory', 'add', 'm', 'warm.tmx', '--name', 'own.tmx')
    acknowledged, tried = {'warm'}, {'warm'}
    for n in range(KILLS):
        write_units('new.tmx', str(n))
        tried.add(str(n))
        if kill_at_random(start('memory', 'add', 'm', 'new.tmx', '--name', 'own.tmx'), longest):
            acknowledged.add(str(n))
        check_batches('m/own.tmx', acknowledged, tried)
        if len(stored('m/own.tmx')) > 8:
            os.unlink('m/own.tmx')
            acknowledged.clear()
    run('memory', 'info', 'm', status=0 if os.path.exists('m/own.tmx') else 1)


def look_up(cache):
    return run('lookup', '-m', 'big.tmx', '--json', '--best', '3', 'Text 5 of batch big says number 5.',
               env={'XDG_CACHE_HOME': cache})[0]


def test_a_killed_index_build_never_changes_an_answer():
    write_units('big.tmx', 'big', 3000)
    begin = time.monotonic()
    expected = look_up('whole')
    longest = 1.2 * (time.monotonic() - begin)
    assert b'"kind": "exact"' in expected
    for n in range(KILLS):
        env = dict(os.environ, XDG_CACHE_HOME='killed')
        builder = subprocess.Popen([PROGRAM, 'memory', 'info', 'big.tmx'], env=env, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(RANDOM.random() * longest)
        builder.kill()
        builder.wait()
        assert look_up('killed') == expected, SEED
        if n % 2 == 0:
            for path in Path('killed/birge').glob('*.index'):
                path.unlink()


def test_a_killed_merge_leaves_the_old_file_or_the_new_one():
    os.mkdir('m')
    write_units('m/a.tmx', 'a')
    write_units('m/b.tmx', 'b')
    longest = 1.2 * time_of('memory', 'merge', 'm', '-o', 'new.tmx')
    whole = stored('new.tmx')
    assert whole == {'a': N_UNITS, 'b': N_UNITS}
    write_units('old.tmx', 'old')
    for _ in range(KILLS):
        shutil.copy('old.tmx', 'all.tmx')
        kill_at_random(start('memory', 'merge', 'm', '-o', 'all.tmx'), longest)
        assert stored('all.tmx') in ({'old': N_UNITS}, whole), SEED


def test_writers_at_once_lose_nothing_of_each_other():
    for n in range(max(KILLS // 6, 2)):
        for writer in range(3):
            write_units(f'{writer}.tmx', f'{n}x{writer}')
        writers = [start('memory', 'add', 'm', f'{w}.tmx', '--name', 'own.tmx') for w in range(3)]
        victim = RANDOM.randrange(4)
        if victim < 3:
            time.sleep(RANDOM.random() * 0.2)
            writers[victim].kill()
        said = [b'units added\t400' in writer.communicate(timeout=60)[0] for writer in writers]
        counts = stored('m/own.tmx')
        for w in range(3):
            assert counts.get(f'{n}x{w}', 0) in (0, N_UNITS), (SEED, counts)
            assert not said[w] or f'{n}x{w}' in counts, (SEED, w, counts)
            assert said[w] or w == victim, (SEED, w)
        os.unlink('m/own.tmx')


def test_builders_at_once_all_answer_right():
    write_units('big.tmx', 'big', 1000)
    expected = look_up('whole')
    builders = [subprocess.Popen([PROGRAM, 'lookup', '-m', 'big.tmx', '--json', '--best', '3',
                                  'Text 5 of batch big says number 5.'], stdout=subprocess.PIPE,
                                 env=dict(os.environ, XDG_CACHE_HOME='shared')) for _ in range(4)]
    assert [builder.communicate(timeout=60)[0] for builder in builders] == [expected] * 4


# Runs in a name space of its own, where whoever calls may mount. $1: the program, $2: kilobytes.
FULL = """
mount -t tmpfs -o size=$2k tmpfs disk || exit 77
export XDG_CACHE_HOME=$PWD/disk/cache
"$1" memory add disk/m first.tmx --name own.tmx > first.out 2> first.err; echo $? > first.status
"$1" memory add disk/m second.tmx --name own.tmx > second.out 2> second.err; echo $? > second.status
"$1" lookup -m disk/m 'Text 5 of batch first says number 5.' --json --best 1 > found.out 2> found.err
echo $? > found.status
cp -r disk/m kept
find disk -type f > left
"""


def test_a_full_disk_keeps_what_was_acknowledged():
    write_units('first.tmx', 'first')
    write_units('second.tmx', 'second')
    for size in [RANDOM.randrange(20, 420) for _ in range(max(KILLS // 3, 4))]:
        os.mkdir('disk')
        done = subprocess.run(['unshare', '-rm', 'sh', '-c', FULL, 'sh', PROGRAM, str(size)],
                              stderr=subprocess.PIPE)
        if done.returncode == 77 or b'unshare' in done.stderr:
            print('# no tmpfs can be mounted here')
            return
        counts = stored('kept/own.tmx')
        for batch in ('first', 'second'):
            status = int(Path(f'{batch}.status').read_text())
            said = b'units added\t400' in Path(f'{batch}.out').read_bytes()
            assert said == (status == 0) and counts.get(batch, 0) == (N_UNITS if said else 0), (size, batch, counts)
            assert said or b'no space left on device' in Path(f'{batch}.err').read_bytes(), (size, batch)
        if 'first' in counts:
            assert Path('found.status').read_text() == '0\n', (size, Path('found.err').read_text())
            assert b'"kind": "exact"' in Path('found.out').read_bytes(), size
        left = [p for p in Path('left').read_text().split() if not p.endswith(('.tmx', '.index'))]
        assert not left, (size, left)
        shutil.rmtree('kept', ignore_errors=True)
        os.rmdir('disk')


main(sys.modules[__name__])
