"""Libraries: ours serves a program that knows nothing but pkg-config and <birge.h>, and others are not loaded in vain."""
import os
import subprocess
import sys
from pathlib import Path

from harness import EXAMPLES, PROGRAM as BIRGE, main

PROGRAM = r"""
#include <birge.h>
#include <stdio.h>

int main(int argc, char **argv) {
  g_autoptr(GError) error = NULL;
  g_autoptr(BirgeLocales) locales = birge_locales_load(&error);
  const BirgeReadOptions options = {.locales = locales};
  g_autoptr(BirgeDocument) document = argc > 1 ? birge_read(argv[1], &options, &error) : NULL;
  if (!document)
    return 1;
  printf("%s %u\n", document->language, document->n_blocks);
  return 0;
}
"""


def test_a_program_compiles_and_runs_against_what_is_installed():
    folder = Path.cwd() / 'installed'
    build = os.environ['BUILD']
    subprocess.run(['meson', 'install', '-C', build, '--no-rebuild', '--quiet', '--destdir', folder],
                   check=True, stdout=subprocess.DEVNULL)
    package = next(folder.rglob('birge.pc'))
    env = dict(os.environ, PKG_CONFIG_PATH=str(package.parent))
    flags = {}
    for want in ('--cflags', '--libs'):
        text = subprocess.run(['pkg-config', want, 'birge'], env=env, check=True, text=True,
                              stdout=subprocess.PIPE).stdout
        prefix = subprocess.run(['pkg-config', '--variable=prefix', 'birge'], env=env, check=True, text=True,
                                stdout=subprocess.PIPE).stdout.strip()
        flags[want] = [f.replace(prefix, f'{folder}{prefix}', 1) if f[2:].startswith(prefix + '/') and
                       ('birge' in f or f.startswith('-L')) else f for f in text.split()]
    Path('program.c').write_text(PROGRAM)
    # The library under test may be built under sanitizers; the program that loads it must be too.
    subprocess.run(['cc', '-Wall', '-Werror', *flags['--cflags'], 'program.c', '-o', 'program',
                    *os.environ['SANITIZE'].split(), *flags['--libs']], check=True)
    library = next(folder.rglob('libbirge.so.*'))
    out = subprocess.run(['./program', EXAMPLES / 'dam.en.txt'], check=True, text=True,
                         env=dict(env, LD_LIBRARY_PATH=str(library.parent)), stdout=subprocess.PIPE).stdout
    assert out == 'en 9\n', out


def test_what_few_commands_need_is_not_loaded_with_the_program():
    needed = subprocess.run(['objdump', '-p', BIRGE], check=True, text=True, stdout=subprocess.PIPE).stdout
    assert 'libglib' in needed
    for library in ('archive', 'cairo', 'soup', 'xlsxwriter'):
        assert f'lib{library}' not in needed, library


main(sys.modules[__name__])
