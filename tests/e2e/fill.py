"""birge fill: an article's file comes back with other text in place, and is otherwise the same."""
import json
import sys
from pathlib import Path

from harness import copy_example, fails, main, run

PAGE = '''<!DOCTYPE html><html lang="en"><head><title>{0} - The Daily</title></head><body><nav>Home</nav>
<article><h1 class='x'>{0}</h1>
{1}
</article><footer>&copy; The Daily</footer></body></html>
'''


def make_page():
    """A page of the example article, and the lines that it is made of."""
    copy_example()
    lines = [line for line in Path('dam.en.txt').read_text(encoding='utf-8').splitlines() if line]
    page = PAGE.format(lines[0], '\n'.join(f'<p>{line}</p>' for line in lines[1:]))
    Path('dam.html').write_text(page, encoding='utf-8')
    return page, lines


def test_a_page_is_filled_from_a_bitext():
    page, lines = make_page()
    run('align', 'dam.html', 'dam.ckb.txt', '-o', 'dam.json')
    bitext = json.loads(Path('dam.json').read_text(encoding='utf-8'))
    assert bitext['documents'][1]['language'] == 'ckb'
    run('fill', 'dam.html', '--bitext', 'dam.json', '--lang', 'ckb', '-o', 'dam.ckb.html')
    filled = Path('dam.ckb.html').read_text(encoding='utf-8')
    headline = next(line for line in Path('dam.ckb.txt').read_text(encoding='utf-8').splitlines() if line)
    assert f'<title>{headline} - The Daily</title>' in filled
    assert f"<h1 class='x'>{headline}</h1>" in filled
    assert filled.count('<p>') == page.count('<p>')
    for tail in ('<nav>Home</nav>', '<footer>&copy; The Daily</footer></body></html>\n'):
        assert tail in filled
    assert lines[1] not in filled


def test_a_page_is_filled_from_a_memory():
    make_page()
    out, err = run('fill', 'dam.html', '--memory', 'tmx', '--lang', 'ar')
    assert b'filled in; ' in err
    assert out.startswith(b'<!DOCTYPE html><html lang="en"><head><title>')


def test_a_bitext_of_another_article_is_refused():
    make_page()
    run('align', 'library.en.txt', 'library.ckb.txt', '-o', 'other.json')
    fails('fill', 'dam.html', '--bitext', 'other.json', '--lang', 'ckb', status=1,
          says='the bitext is not of this article')
    run('align', 'dam.html', 'dam.ckb.txt', '-o', 'dam.json')
    fails('fill', 'dam.html', '--bitext', 'dam.json', '--lang', 'ar', status=1,
          says='the bitext has no Arabic')


def test_wrong_calls_are_refused():
    make_page()
    fails('fill', 'dam.html', '--bitext', 'x.json', status=2, says='--lang says which')
    fails('fill', 'dam.html', '--lang', 'xx', status=2, says='unknown language "xx"')
    fails('fill', '--lang', 'ckb', status=2, says='expected one article')


main(sys.modules[__name__])
