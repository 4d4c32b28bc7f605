"""birge fill: an article's file comes back with other text in place, and is otherwise the same."""
import io
import json
import os
import sys
import zipfile
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


def write_office(name, member, form, lines):
    """Writes a package whose text is the lines, each in the form of a paragraph."""
    first = ('mimetype', 'application/vnd.oasis.opendocument.text') if member == 'content.xml' else (
        '_rels/.rels', '<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>')
    text = ''.join(form.format(line) for line in lines)
    with zipfile.ZipFile(name, 'w') as package:
        package.writestr(zipfile.ZipInfo(first[0]), first[1])
        package.writestr(member, f'<w:d xmlns:w="w" xmlns:text="t">\n<w:body>{text}\n</w:body></w:d>', zipfile.ZIP_DEFLATED)
        package.writestr('picture.png', bytes(range(256)) * 40, zipfile.ZIP_DEFLATED)


def check_office(name, member, form, filled=None):
    """filled: the form of a paragraph that is filled, where it differs."""
    copy_example()
    lines = [line for line in Path('dam.en.txt').read_text(encoding='utf-8').splitlines() if line]
    wanted = [line for line in Path('dam.ckb.txt').read_text(encoding='utf-8').splitlines() if line]
    write_office(name, member, form, lines)
    run('align', name, 'dam.ckb.txt', '--lang', 'en,ckb', '-o', 'dam.json')
    out, _ = run('fill', name, '--from', 'en', '--bitext', 'dam.json', '--lang', 'ckb')
    before, after = zipfile.ZipFile(name), zipfile.ZipFile(io.BytesIO(out))
    assert after.testzip() is None
    assert [i.filename for i in before.infolist()] == [i.filename for i in after.infolist()]
    for old, new in zip(before.infolist(), after.infolist()):
        same = before.read(old.filename) == after.read(new.filename)
        assert same == (old.filename != member), old.filename
        assert (old.date_time, old.compress_type) == (new.date_time, new.compress_type)
    text = after.read(member).decode()
    assert (filled or form).format(wanted[0]) in text and lines[1] not in text
    # What comes first stays to the byte, and so does what stands last but one.
    start = out.find(member.encode())
    assert out[:start - 30] == Path(name).read_bytes()[:start - 30]


def test_a_docx_is_filled_and_its_other_members_stay():
    if os.environ['OFFICE']:
        check_office('dam.docx', 'word/document.xml', '<w:p><w:r><w:t>{}</w:t></w:r></w:p>',
                     '<w:p><w:pPr><w:bidi/></w:pPr><w:r><w:rPr><w:rtl/></w:rPr><w:t>{}</w:t></w:r></w:p>')


def test_an_odt_is_filled_and_its_other_members_stay():
    if os.environ['OFFICE']:
        check_office('dam.odt', 'content.xml', '<text:p>{}</text:p>', '<text:p text:style-name="P_rtl">{}</text:p>')


NOTED = '<w:p><w:r><w:t>{}</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
NOTE = '<w:n xmlns:w="w">\n<w:footnote w:id="1"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:n>'


def test_a_note_of_a_docx_is_filled_in_its_own_member():
    if not os.environ['OFFICE']:
        return
    write_office('bridge.docx', 'word/document.xml', NOTED, ['The bridge opened on Tuesday.'])
    with zipfile.ZipFile('bridge.docx', 'a') as package:
        package.writestr('word/footnotes.xml', NOTE.format('It is 120 metres long.'), zipfile.ZIP_DEFLATED)
    Path('bridge.ckb.txt').write_text('پردەکە سێشەممە کرایەوە.\nدرێژییەکەی ١٢٠ مەترە.\n', encoding='utf-8')
    run('align', 'bridge.docx', 'bridge.ckb.txt', '--lang', 'en,ckb', '-o', 'bridge.json')
    out, _ = run('fill', 'bridge.docx', '--from', 'en', '--bitext', 'bridge.json', '--lang', 'ckb')
    before, after = zipfile.ZipFile('bridge.docx'), zipfile.ZipFile(io.BytesIO(out))
    assert after.testzip() is None
    assert 'پردەکە سێشەممە کرایەوە.</w:t>' in after.read('word/document.xml').decode()
    assert 'درێژییەکەی ١٢٠ مەترە.</w:t>' in after.read('word/footnotes.xml').decode()
    assert before.read('picture.png') == after.read('picture.png')


def test_a_note_that_is_broken_is_said():
    if not os.environ['OFFICE']:
        return
    write_office('bridge.docx', 'word/document.xml', NOTED, ['The bridge opened on Tuesday.'])
    with zipfile.ZipFile('bridge.docx', 'a') as package:
        package.writestr('word/footnotes.xml', '<w:n xmlns:w="w"><w:footnote>')
    fails('segment', 'bridge.docx', status=1, says='bridge.docx: word/footnotes.xml:1: ')


def test_markdown_is_filled():
    copy_example()
    Path('bridge.md').write_text('# The *bridge*\n\n> It **opened\n> on Tuesday.** It is ![a picture](p.png) long.\n', encoding='utf-8')
    Path('bridge.ckb.txt').write_text('پردەکە\nسێشەممە کرایەوە. [درێژە].\n', encoding='utf-8')
    run('align', 'bridge.md', 'bridge.ckb.txt', '--lang', 'en,ckb', '-o', 'bridge.json')
    out, _ = run('fill', 'bridge.md', '--from', 'en', '--bitext', 'bridge.json', '--lang', 'ckb')
    assert out.decode() == '# پردەکە\n\n> سێشەممە کرایەوە. \\[درێژە\\].![a picture](p.png)\n', out.decode()


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
