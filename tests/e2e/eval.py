"""birge eval: figures of alignments, from files and folders; and what is refused."""
import json
import os
import sys
from pathlib import Path
from xml.etree import ElementTree

from harness import EXAMPLES, SOURCE, copy_example, fails, main, rows, run

GOLD = '0:0\n1:1,2\n2:\n3:3\n'


def write(path, text):
    os.makedirs(os.path.dirname(path) or '.', exist_ok=True)
    Path(path).write_text(text)


def table(*arguments, **more):
    """The rows of the TSV as dicts, by name."""
    out, _ = run('eval', *arguments, '-f', 'tsv', **more)
    names = out.decode().splitlines()[0].split('\t')
    return {row[0]: dict(zip(names, row)) for row in rows(out, len(names))}


def test_an_alignment_is_held_against_a_gold_one():
    write('gold.txt', GOLD)
    found = '[0]:[0]:0.1\n[1]:[1]:0.2\n[2]:[2]:0.3\n[3]:[3]:0.1\n'
    figures = table('gold.txt', '-', stdin=found.encode())['all']
    assert figures['precision'] == '0.5000' and figures['recall'] == '0.6667', figures
    assert figures['f1'] == '0.5714' and figures['lax_f1'] == '0.8571', figures
    assert figures['bad_one_to_one'] == '2' and figures['wrong_one_to_one'] == '1', figures
    assert figures['unmatched_gold'] == '1' and figures['unmatched_f1'] == '0.0000', figures


def test_what_birge_aligned_is_right_by_itself():
    files = [EXAMPLES / f'dam.{tag}.txt' for tag in ('en', 'ckb', 'ar')]
    Path('gold.txt').write_bytes(run('align', *files, '-f', 'beads')[0])
    figures = table('gold.txt', 'gold.txt', '--pairs')
    assert list(figures) == ['all', 'all 1-2', 'all 1-3', 'all 2-3'], figures
    assert figures['all']['documents'] == '3' and figures['all 2-3']['documents'] == '2'
    assert all(row['f1'] == '1.0000' for row in figures.values())


def test_the_three_forms_say_the_same():
    write('gold.txt', GOLD)
    write('found.txt', '0:0\n1:1\n')
    text = run('eval', 'gold.txt', 'found.txt')[0].decode().splitlines()
    said = json.loads(run('eval', 'gold.txt', 'found.txt', '-f', 'json')[0])
    row = table('gold.txt', 'found.txt')['all']
    assert list(said) == list(row)
    assert all(float(said[name]) == float(row[name]) for name in said if name != 'cases')
    assert text[0].split()[:3] == ['gold', 'found', 'right']
    assert text[1].split()[:7] == ['all', '3', '2', '1', '0.5000', '0.3333', '0.4000'], text


def test_figures_do_not_follow_the_locale():
    write('gold.txt', GOLD)
    assert b'1.0000' in run('eval', 'gold.txt', 'gold.txt', env={'LC_ALL': 'de_DE.UTF-8'})[0]


def test_draws_of_a_condition_are_counted_together():
    for case in ('noisy-1/en-ckb/a', 'noisy-2/en-ckb/b', 'noisy-2/tri/b', 'clean/en-ar/a'):
        write(f'gold/{case}/gold.txt', GOLD if 'tri' not in case else '0:0:0\n')
        write(f'gold/{case}/src.txt', 'not asked\n')
    write('found/noisy-1/en-ckb/a.txt', GOLD)
    os.makedirs('found/noisy-2/en-ckb')
    write('found/noisy-2/tri/b/gold.txt', '0:0:0\n')
    figures = table('gold', 'found')
    assert list(figures) == ['noisy/en-ckb', 'noisy/tri'], figures
    assert figures['noisy/en-ckb']['gold'] == '6' and figures['noisy/en-ckb']['found'] == '3'
    _, err = run('eval', 'gold', 'found')
    assert err == b'birge: warning: 1 case has no file in found, and no beads\n', err


def test_confidence_is_held_against_what_is_right():
    copy_example()
    run('align', 'dam.en.txt', 'dam.ckb.txt', '-o', 'dam.json')
    rows = json.loads(Path('dam.json').read_text(encoding='utf-8'))['rows']
    # All rows are said to be right but the first, which ties two languages.
    lines = [':'.join(','.join(map(str, range(*run_))) for run_ in row['runs']) for row in rows]
    write('gold.txt', '\n'.join(lines[1:]) + '\n')
    text = run('eval', 'gold.txt', 'dam.json', '--calibration', '-o', 'curve.svg')[0].decode()
    said = json.loads(run('eval', 'gold.txt', 'dam.json', '--calibration', '-f', 'json')[0])
    tied = [row['confidence'] for row in rows if all(a < b for a, b in row['runs'])]
    assert said['rows'] == len(tied) and sum(b['rows'] for b in said['bins']) == len(tied), said
    assert f'{len(tied)} rows, expected calibration error {said["calibration_error"]:.4f}\n' in text, text
    right = sum(round(b['rows'] * b['right']) for b in said['bins'])
    assert right == len(tied) - 1, said
    sums = [[c for c in tied if min(int(c * 10), 9) == i] for i in range(10)]
    error = sum(abs(sum(s) - round(b['rows'] * b['right'])) for s, b in zip(sums, said['bins'])) / len(tied)
    assert abs(error - said['calibration_error']) < 2e-4, error
    table = run('eval', 'gold.txt', 'dam.json', '--calibration', '-f', 'tsv')[0].decode().splitlines()
    assert len(table) == 11 and table[0].split('\t')[3] == 'mean_confidence', table
    picture = ElementTree.parse('curve.svg').getroot()
    discs = [e for e in picture if e.tag.endswith('}circle')]
    assert len(discs) == sum(b['rows'] > 0 for b in said['bins'])
    write('cases/noisy-1/dam/gold.txt', Path('gold.txt').read_text())
    write('found/noisy-1/dam.json', Path('dam.json').read_text(encoding='utf-8'))
    folders = run('eval', 'cases', 'found', '--calibration')[0].decode()
    assert folders == text
    write('three.txt', '0:0:0\n')
    fails('eval', 'three.txt', 'dam.json', '--calibration', status=1, says='has 2 documents, three.txt beads of 3')
    fails('eval', 'gold.txt', 'gold.txt', '--calibration', status=1, says='gold.txt')
    fails('eval', 'cases', 'cases', '--calibration', status=1, says='holds no CASE.json')
    fails('eval', 'gold.txt', 'dam.json', '--calibration', '-o', 'a.png', status=2, says='ends with .svg')
    fails('eval', 'gold.txt', 'gold.txt', '-o', 'a.svg', status=2, says='-o is for --calibration')


def test_wrong_files_and_calls():
    write('gold.txt', GOLD)
    write('three.txt', '0:0:0\n')
    write('text.txt', 'It rained.\n')
    write('empty.txt', '')
    fails('eval', 'gold.txt', 'none.txt', status=1, says="none.txt: can't open: no such file")
    fails('eval', 'gold.txt', 'text.txt', status=1, says='text.txt:1: expected a line number')
    fails('eval', 'gold.txt', 'three.txt', status=1,
          says='three.txt: has beads of 3 documents, gold.txt of 2')
    fails('eval', 'gold.txt', status=2, says='expected GOLD and HYP')
    fails('eval', '-', '-', status=2, says='expected GOLD and HYP')
    fails('eval', 'gold.txt', '.', status=2, says='expected two files or two folders')
    fails('eval', 'gold.txt', 'gold.txt', '-f', 'xml', status=2, says='unknown format "xml"')
    os.mkdir('bare')
    fails('eval', '.', 'bare', status=1, says='bare: holds nothing to compare with a case of .')
    assert table('gold.txt', 'empty.txt')['all']['recall'] == '0.0000'


def test_the_example_of_the_readme_is_what_it_says():
    found, _ = run('align', *(EXAMPLES / f'dam.{tag}.txt' for tag in ('en', 'ckb', 'ar')), '-f', 'beads')
    out, _ = run('eval', EXAMPLES / 'gold/dam.beads', '-', stdin=found)
    readme = (SOURCE / 'README.md').read_text(encoding='utf-8')
    for line in out.decode().splitlines():
        assert line.strip() in readme, line


def test_folders_below_each_other_have_a_limit():
    write('gold/' + '/'.join('abcdefgh') + '/gold.txt', GOLD)
    write('found/' + '/'.join('abcdefgh') + '.txt', GOLD)
    assert table('gold', 'found')['a/b/c/d/e/f/g']['f1'] == '1.0000'
    os.mkdir('gold/' + '/'.join('abcdefgh') + '/i')
    fails('eval', 'gold', 'found', status=1, says='a/b/c/d/e/f/g/h/i: is a folder below 8 others')


main(sys.modules[__name__])
