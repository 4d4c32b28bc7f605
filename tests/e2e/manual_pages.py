"""The examples of the manual pages do what the pages say; each command has a page and help."""
import os
import re
import subprocess
import sys

from harness import PROGRAM, SOURCE, copy_example, main, run

PAGES = sorted((SOURCE / 'docs/man').glob('*.1'))


def examples(page):
    text = page.read_text(encoding='utf-8').split('.SH EXAMPLES', 1)[1]
    return [line[2:].replace(r'\-', '-') for line in text.splitlines() if line.startswith('$ ')]


def test_every_command_has_a_page_and_help():
    listed = re.findall(r'^  (\w+) ', run('--help')[0].decode(), re.M)
    assert listed
    assert {p.stem for p in PAGES} == {'birge'} | {f'birge-{name}' for name in listed}
    for name in listed:
        out, err = run(name, '--help')
        assert out.decode().startswith(f'Usage:\n  birge {name} ') and err == b''


def test_every_option_stands_in_the_page():
    for page in PAGES:
        name = page.stem.partition('-')[2]
        if name:
            options = re.findall(r'(--[a-z-]+)', run(name, '--help')[0].decode().split('Options:')[1])
            missing = [o for o in set(options) - {'--help'} if o not in page.read_text(encoding='utf-8')]
            assert not missing, f'{page.name}: {missing}'


def test_examples_run():
    copy_example()
    count = 0
    for page in PAGES:
        for example in examples(page):
            assert example.startswith('birge '), example
            done = subprocess.run(['bash', '-c', 'birge() { "$PROGRAM" "$@"; }; ' + example],
                                  env={'PROGRAM': PROGRAM, 'PATH': '/usr/bin:/bin',
                                       'XDG_CACHE_HOME': os.path.abspath('cache')},
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            assert done.returncode == 0, f'{page.name}: {example}: {done.stderr.decode()}'
            assert done.stdout or ' -o ' in example, f'{example} printed nothing'
            count += 1
    assert count >= len(PAGES)


main(sys.modules[__name__])
