"""Runs the functions of a module whose names begin with test_, each in a folder of its own, and
says what became of them in TAP. The program is named by the variable BIRGE, the source by SOURCE."""
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path

PROGRAM = os.environ['BIRGE']
SOURCE = Path(os.environ['SOURCE'])
EXAMPLES = SOURCE / 'docs/examples'
STRAY = ('CRITICAL', 'WARNING', 'AddressSanitizer', 'runtime error', 'LeakSanitizer')

# For programs that serve: leaks of libsoup are not ours, and what AddressSanitizer keeps of freed
# memory would hide what the server keeps.
SERVER_ENVIRONMENT = {
    'ASAN_OPTIONS': os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1:fast_unwind_on_malloc=0',
    'LSAN_OPTIONS': f'suppressions={SOURCE}/tests/e2e/libsoup.supp:print_suppressions=0',
}


def run(*arguments, env=None, stdin=b'', status=0):
    """Runs birge, checks its exit status, and returns (stdout, stderr) as bytes."""
    environment = {k: v for k, v in os.environ.items() if k not in ('BIRGE_MEMORY', 'NO_COLOR')}
    environment.update(env or {})
    done = subprocess.run([PROGRAM, *map(str, arguments)], input=stdin, env=environment,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
    said = done.stderr.decode('utf-8', 'replace')
    assert not any(word in said for word in STRAY), said
    assert done.returncode == status, f'exit status {done.returncode}, expected {status}: {said}'
    return done.stdout, done.stderr


def fails(*arguments, status, says, **more):
    """Checks that birge ends with a status and one line on standard error that holds a text."""
    out, err = run(*arguments, status=status, **more)
    said = err.decode()
    assert said.startswith('birge: ') and said.endswith('\n') and said.count('\n') == 1, said
    assert says in said, f'{said!r} does not say {says!r}'
    assert out == b'', out


def rows(tsv, columns=3):
    """The first columns of the lines of a TSV, without its heading."""
    return [line.split('\t')[:columns] for line in tsv.decode().splitlines()[1:]]


def copy_example():
    """Puts the example articles and their memory into the current folder."""
    for path in [*EXAMPLES.glob('*.txt'), *EXAMPLES.glob('*.tsv')]:
        shutil.copy(path, '.')
    shutil.copytree(SOURCE / 'tmx', 'tmx')


def main(module):
    tests = [(name, test) for name, test in vars(module).items() if name.startswith('test_')]
    print(f'1..{len(tests)}')
    failed = False
    for number, (name, test) in enumerate(tests, 1):
        home = os.getcwd()
        with tempfile.TemporaryDirectory() as folder:
            os.chdir(folder)
            try:
                test()
                verdict = 'ok'
            except Exception:
                print(traceback.format_exc(), file=sys.stderr)
                verdict = 'not ok'
                failed = True
            os.chdir(home)
        print(f'{verdict} {number} {name[5:].replace("_", " ")}', flush=True)
    sys.exit(failed)
