"""What a terminal shows: columns at every width, who orders text, colours, and the pager."""
import os
import pty
import sys

from emulator import check
from harness import PROGRAM, copy_example, main, run

WIDTHS = range(60, 201, 7)


def save(name):
    if not os.path.exists('tmx'):
        copy_example()
    run('align', f'{name}.en.txt', f'{name}.ckb.txt', f'{name}.ar.txt', '-m', 'tmx', '-o', 'b.json')
    return 'b.json'


def on_terminal(*arguments, lines=24, **environment):
    """Runs birge on a terminal of 80 cells, and returns what the terminal is given."""
    pid, terminal = pty.fork()
    if pid == 0:
        import fcntl
        import struct
        import termios
        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack('HHHH', lines, 80, 0, 0))
        kept = {k: v for k, v in os.environ.items() if k.endswith('SAN_OPTIONS')}
        os.execve(PROGRAM, [PROGRAM, *arguments],
                  {'TERM': 'xterm', 'PATH': '/usr/bin:/bin', 'PAGER': 'cat', **kept, **environment})
    given = b''
    try:
        while True:
            part = os.read(terminal, 4096)
            if not part:
                break
            given += part
    except OSError:
        pass
    _, status, usage = os.wait4(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0, given
    on_terminal.peak_mb = usage.ru_maxrss / 1024
    return given.decode().replace('\r\n', '\n')


def test_no_cell_stands_in_another_column_in_visual_order():
    for name in ('dam', 'library'):
        path = save(name)
        for width in WIDTHS:
            check(path, width, 'visual')


def test_no_cell_stands_in_another_column_in_logical_order():
    path = save('dam')
    for width in WIDTHS:
        check(path, width, 'logical' if width % 2 else 'embedded')


def test_a_terminal_that_orders_nothing_is_given_text_in_visual_order():
    path = save('dam')
    assert '\u2067' not in on_terminal('show', path)


def test_terminals_that_order_text_are_known_by_the_environment():
    path = save('dam')
    for variable, value in (('VTE_VERSION', '7200'), ('KONSOLE_VERSION', '221204'),
                            ('TERM_PROGRAM', 'mintty')):
        assert '\u2067' in on_terminal('show', path, **{variable: value}), variable
    for variable, value in (('MLTERM', '3.9.0'), ('TERM', 'mlterm')):
        given = on_terminal('show', path, **{variable: value})
        assert '\u2067' not in given and '\u202b' in given, variable
    assert '\u2067' not in on_terminal('show', path, VTE_VERSION='5202')
    assert '\u2067' not in on_terminal('show', path, VTE_VERSION='7200', TMUX='/tmp/tmux,1,0')
    assert '\u2067' in on_terminal('show', path, '--bidi', 'logical')


def test_letters_join_on_a_terminal_and_only_there():
    path = save('dam')
    assert any(0xFE70 <= ord(c) <= 0xFEFC for c in on_terminal('show', path))
    assert not any(0xFE70 <= ord(c) <= 0xFEFC
                   for c in on_terminal('show', path, '--shape', 'never'))
    assert not any(0xFE70 <= ord(c) <= 0xFEFC
                   for c in run('show', path, '--bidi', 'visual')[0].decode())


def test_colours_are_for_terminals_that_want_them():
    path = save('dam')
    assert '\033[' in on_terminal('show', path)
    assert '\033[' not in on_terminal('show', path, NO_COLOR='1')
    assert '\033[' not in on_terminal('show', path, TERM='dumb')


def test_what_does_not_fit_goes_through_the_pager():
    path = save('dam')
    assert 'paged' in on_terminal('show', path, PAGER='sed s/English/paged/')
    assert 'paged' not in on_terminal('show', path, lines=500, PAGER='sed s/English/paged/')
    assert 'paged' not in on_terminal('show', path, '-o', 'x.html', PAGER='echo paged')


def save_doubtful(path, n):
    """Saves a bitext of n doubtful rows, piece by piece: a child's peak begins with that of its parent."""
    segment = 'A bridge over the river. ' * 40
    length = len(segment)
    with open(path, 'w', encoding='utf-8') as file:
        def put_list(name, make):
            file.write(f', "{name}": [')
            for i in range(n):
                file.write((', ' if i else '') + make(i))
            file.write(']')

        file.write('{"format": "birge-bitext", "version": 1, "documents": [{"language": "en", "name": "", "text": "')
        for _ in range(n):
            file.write(segment)
        file.write('", "codes": []')
        put_list('blocks', lambda i: f'{{"start": {i * length}, "end": {(i + 1) * length}, "kind": "paragraph"}}')
        put_list('segments', lambda i: f'{{"start": {i * length}, "end": {(i + 1) * length}, "block": {i}}}')
        file.write('}]')
        put_list('rows', lambda i: f'{{"runs": [[{i}, {i + 1}]], "confidence": 0.7, "origin": "aligned", '
                                   '"status": "proposed"}')
        file.write('}')


def test_rows_that_are_chosen_and_do_not_fit_take_no_more_memory():
    peaks = []
    for n in (500, 8000):
        save_doubtful('many.json', n)
        sanitizer = os.environ.get('ASAN_OPTIONS', '') + ':quarantine_size_mb=1'
        shown = on_terminal('show', 'many.json', '--only', 'doubtful', PAGER='tail -n 3',
                            ASAN_OPTIONS=sanitizer)
        assert 'doubtful' in shown, shown
        peaks.append(on_terminal.peak_mb)
    assert peaks[1] - peaks[0] < 5, peaks


def test_a_reader_may_leave_the_pager_early():
    path = save('dam')
    assert on_terminal('show', path, PAGER='head -n 1').count('\n') == 1


def test_no_progress_is_shown_while_somebody_reads():
    save('dam')
    given = on_terminal('align', 'dam.en.txt', 'dam.ckb.txt', PAGER='cat; sleep 2')
    assert '…' not in given[given.index('English'):], given


def test_a_pager_that_is_not_there_is_told_by_the_shell_and_no_failure():
    assert 'not found' in on_terminal('show', save('dam'), PAGER='no-such-pager')


main(sys.modules[__name__])
