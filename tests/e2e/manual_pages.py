"""The examples of the manual pages do what the pages say; each command has a page and help."""
import os
import re
import signal
import subprocess
import sys

from harness import PROGRAM, SERVER_ENVIRONMENT, SOURCE, copy_example, main, run

PAGES = sorted((SOURCE / 'docs/man').glob('*.1'))


def examples(page):
    text = page.read_text(encoding='utf-8').split('.SH EXAMPLES', 1)[1]
    plain = text.replace(r'\-', '-').replace('\\\\', '\\')
    return [line[2:] for line in plain.splitlines() if line.startswith('$ ')]


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


def test_shells_are_told_all_commands_and_options():
    listed = re.findall(r'^  (\w+) ', run('--help')[0].decode(), re.M)
    told = {shell: run(f'--completion={shell}')[0].decode() for shell in ('bash', 'zsh', 'fish')}
    for name in listed:
        options = re.findall(r'^  (?:-\w, )?(--[a-z-]+)', run(name, '--help')[0].decode(), re.M)
        assert '--help' in options, options
        assert re.search(rf'^ +{name}\) words=.*', told['bash'], re.M)
        for option in options:
            assert option in re.search(rf'^ +{name}\) words=(.*)', told['bash'], re.M)[1], option
            assert f"{option}" in told['zsh'].split(f'    {name})\n')[1].split(';;')[0], option
            assert f'__fish_seen_subcommand_from {name}\' -l {option[2:]} ' in told['fish'], option
    script = told['bash'] + '''
COMP_WORDS=(birge bat); COMP_CWORD=1; _birge; echo "${COMPREPLY[@]}"
COMP_WORDS=(birge batch --resu); COMP_CWORD=2; _birge; echo "${COMPREPLY[@]}"
'''
    said = subprocess.run(['bash', '-c', script], stdout=subprocess.PIPE, check=True).stdout
    assert said == b'batch\n--resume\n', said


def run_example(example):
    """Runs an example; a review is ended, as Ctrl-C would, once it serves."""
    child = subprocess.Popen(['bash', '-c', 'birge() { exec "$PROGRAM" "$@"; }; ' + example],
                             env={'PROGRAM': PROGRAM, 'PATH': '/usr/bin:/bin',
                                  'XDG_CACHE_HOME': os.path.abspath('.cache'), **SERVER_ENVIRONMENT},
                             stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    first = b''
    if example.startswith('birge review'):
        first = child.stdout.readline() + child.stdout.readline()
        child.send_signal(signal.SIGINT)
    out, err = child.communicate(timeout=60)
    return child.returncode, first + out, err


def test_examples_run():
    count = 0
    for page in PAGES:
        # What one page's examples make must not be in the way of another's.
        os.mkdir(page.stem)
        os.chdir(page.stem)
        copy_example()
        for example in examples(page):
            assert re.search(r'\bbirge ', example), example
            status, out, err = run_example(example)
            assert status == 0, f'{page.name}: {example}: {err.decode()}'
            assert out or ' -o ' in example, f'{example} printed nothing'
            count += 1
        os.chdir('..')
    assert count >= len(PAGES)


main(sys.modules[__name__])
