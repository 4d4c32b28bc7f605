"""The server of the review page: who is let in, what is refused, and that nothing is lost."""
import http.client
import json
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import threading
from pathlib import Path

from harness import PROGRAM, SERVER_ENVIRONMENT, SOURCE, STRAY, copy_example, fails, main, run

JSON = {'Content-Type': 'application/json'}
N_KILLS = int(os.environ.get('N_KILLS', 20))



class Server:
    """A running `birge review`. Requests are those of its own page unless told otherwise."""

    def __init__(self, *arguments, environment=SERVER_ENVIRONMENT):
        self.process = subprocess.Popen([PROGRAM, 'review', '--no-open', *map(str, arguments)],
                                        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=os.environ | environment)
        said = self.process.stdout.readline() + self.process.stdout.readline()
        found = re.search(rb'http://127\.0\.0\.1:(\d+)/\?token=(\w+)', said)
        assert found, (said, self.process.stderr.read())
        self.port, self.token = int(found[1]), found[2].decode()
        self.cookie = {'Cookie': f'birge-{self.port}={self.token}'}
        self.count = 0

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def ask(self, method, path, body=None, **changes):
        """Returns (status, headers, body). changes: headers, with _ for -; None leaves one out."""
        headers = {'Host': f'127.0.0.1:{self.port}', **self.cookie}
        if method == 'POST':
            headers |= {'Origin': f'http://127.0.0.1:{self.port}', **JSON}
        for name, value in changes.items():
            headers[name.replace('_', '-')] = value
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        connection.putrequest(method, path, skip_host=True)
        data = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        if data is not None and 'Content-Length' not in headers and 'Transfer-Encoding' not in headers:
            headers['Content-Length'] = len(data)
        for name, value in headers.items():
            if value is not None:
                connection.putheader(name, value)
        connection.endheaders()
        try:
            if data:
                connection.send(data)
        except (BrokenPipeError, ConnectionResetError):
            pass
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()

    def draft(self):
        return json.loads(self.ask('GET', '/api/draft')[2])

    def step(self, **step):
        self.count += 1
        step.setdefault('id', f'{self.process.pid}-{self.count}')
        if 'revision' not in step:
            step['revision'] = self.draft()['revision']
        status, _, body = self.ask('POST', '/api/step', step)
        return status, json.loads(body)

    def memory(self, name):
        """What the system says of the server's memory, in KiB."""
        status = Path(f'/proc/{self.process.pid}/status').read_text(encoding='ascii')
        return int(re.search(name + r':\s+(\d+) kB', status)[1])

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        _, err = self.process.communicate(timeout=30)
        said = err.decode('utf-8', 'replace')
        assert not any(word in said for word in STRAY), said
        return self.process.returncode


def make_bitext():
    copy_example()
    run('align', *(f'dam.{tag}.txt' for tag in ('en', 'ckb', 'ar')), '-o', 'dam.json')
    return Path('dam.json').read_bytes()


def texts(draft):
    return [[[s['text'] for s in cell] for cell in row['cells']] for row in draft['rows']]


def test_versions_become_a_bitext_that_is_reviewed():
    copy_example()
    with Server(*(f'dam.{tag}.txt' for tag in ('en', 'ckb', 'ar'))) as server:
        assert [c['lang'] for c in server.draft()['columns']] == ['en', 'ckb', 'ar']
        assert server.end() == 0
    assert Path('dam.json').exists() and not Path('dam.json.journal').exists()
    fails('review', '--no-open', 'dam.en.txt', 'dam.ckb.txt', status=1, says='dam.json: is there already')


def test_the_token_of_the_address_becomes_a_cookie():
    make_bitext()
    with Server('dam.json') as server:
        status, headers, _ = server.ask('GET', f'/?token={server.token}', Cookie=None)
        assert status == 303 and headers['Location'] == '/'
        assert headers['Set-Cookie'] == f'birge-{server.port}={server.token}; Path=/; HttpOnly; SameSite=Strict'
        status, headers, body = server.ask('GET', '/')
        assert status == 200 and b'main.js' in body
        policy = headers['Content-Security-Policy']
        assert "default-src 'none'" in policy and 'unsafe' not in policy and '*' not in policy
        assert headers['X-Content-Type-Options'] == 'nosniff' and headers['Cache-Control'] == 'no-store'


def test_nobody_else_is_let_in():
    before = make_bitext()
    with Server('dam.json') as server:
        step = {'id': 'x', 'revision': 0, 'do': 'merge', 'row': 0, 'side': 'below'}
        refused = [
            ('GET', '/', None, {'Cookie': None}, 403),
            ('GET', '/?token=' + '0' * 48, None, {'Cookie': None}, 403),
            ('GET', '/main.js', None, {'Cookie': None}, 403),
            ('GET', '/api/draft', None, {'Cookie': f'birge-{server.port}=' + '0' * 48}, 403),
            ('GET', '/api/draft', None, {'Cookie': f'birge-1={server.token}'}, 403),
            ('GET', '/api/draft', None, {'Host': f'birge.example:{server.port}'}, 403),
            ('GET', '/api/draft', None, {'Host': '127.0.0.1'}, 403),
            ('GET', '/api/draft', None, {'Host': None}, None),
            ('GET', '/api/draft', None, {'Sec_Fetch_Site': 'cross-site'}, 403),
            ('GET', '/api/draft', None, {'Origin': 'http://birge.example'}, 403),
            ('POST', '/api/step', step, {'Cookie': None}, 403),
            ('POST', '/api/step', step, {'Origin': 'http://birge.example'}, 403),
            ('POST', '/api/step', step, {'Origin': f'https://127.0.0.1:{server.port}'}, 403),
            ('POST', '/api/step', step, {'Origin': 'null'}, 403),
            ('POST', '/api/step', step, {'Origin': None}, 403),
            ('POST', '/api/step', step, {'Content_Type': 'text/plain'}, 415),
            ('PUT', '/api/step', None, {}, 405),
            ('OPTIONS', '/api/step', None, {}, 405),
            ('GET', '/api/step', None, {}, 405),
            ('POST', '/api/draft', {}, {}, 405),
        ]
        for method, path, body, changes, expected in refused:
            status = server.ask(method, path, body, **changes)[0]
            assert status == expected or (expected is None and 400 <= status < 500), (path, changes, status)
        assert server.draft()['revision'] == 0
        assert server.end() == 0
    assert Path('dam.json').read_bytes() == before


def test_only_what_is_built_in_is_served():
    make_bitext()
    with Server('dam.json') as server:
        for path in ('/dam.json', '/../dam.json', '/%2e%2e/dam.json', '//etc/passwd', '/messages', '/nothing'):
            assert server.ask('GET', path)[0] in (403, 404), path


def test_large_and_broken_bodies_are_refused():
    make_bitext()
    limit = 256 * 1024
    with Server('dam.json') as server:
        before = server.memory('VmHWM')
        assert server.ask('POST', '/api/step', b'x' * (limit + 1))[0] == 413
        assert server.ask('POST', '/api/step', b' ' * limit)[0] == 400
        assert server.ask('POST', '/api/step', b'x' * 50_000_000)[0] == 413
        assert server.ask('POST', '/api/step', b'5\r\nhello\r\n0\r\n\r\n', Transfer_Encoding='chunked')[0] == 411
        for body in (b'', b'{', b'[]', b'"a"', b'{"id": "\xff"}', b'{}' * 2, b'[' * 10000, b'{"a":' * 5000):
            assert server.ask('POST', '/api/step', body)[0] == 400, body[:20]
        assert server.draft()['revision'] == 0
        assert server.memory('VmHWM') < before + 20_000, (before, server.memory('VmHWM'))


def test_what_can_not_be_done_is_refused():
    make_bitext()
    with Server('dam.json') as server:
        for step, expected in (
                ({'do': 'insert', 'row': 999, 'side': 'below'}, 422),
                ({'do': 'swap', 'row': 0, 'column': 7, 'side': 'below'}, 422),
                ({'do': 'unlink', 'row': 0, 'column': 0, 'segment': 9}, 422),
                ({'do': 'undo'}, 422), ({'do': 'redo'}, 422),
                ({'do': 'realign', 'row': 0, 'aligned': 'x'}, 200),
                ({'do': 'shuffle'}, 400), ({'do': 'insert', 'row': '1'}, 400),
                ({'do': 'note', 'row': 0, 'text': 'a' * 70000}, 400),
                ({'do': 'insert', 'row': 0, 'side': 'below', 'id': 'a' * 65}, 400),
                ({'do': 'insert', 'row': 0, 'side': 'below', 'revision': -1}, 400)):
            assert server.step(**step)[0] == expected, step
        assert server.ask('GET', '/api/search')[0] == 400
        assert server.ask('GET', '/api/search?text=' + 'a' * 1001)[0] == 400
        assert server.ask('GET', '/api/export?format=exe')[0] == 404


def test_two_editors_are_noticed():
    make_bitext()
    with Server('dam.json') as server:
        fails('review', 'dam.json', '--no-open', status=1, says='dam.json: is being reviewed already')
        assert server.step(do='insert', row=0, side='below', revision=0)[0] == 200
        status, said = server.step(do='insert', row=0, side='below', revision=0)
        assert status == 409 and server.draft()['revision'] == 1, said


def test_a_killed_server_is_taken_up_where_it_was():
    make_bitext()
    with Server('dam.json') as server:
        assert server.step(do='merge', row=3, side='below')[0] == 200
        seen, port, token = texts(server.draft()), server.port, server.token
        server.process.kill()
        server.process.wait()
    with Server('dam.json') as server:
        assert texts(server.draft()) == seen
        assert (server.port, server.token) == (port, token)
        assert server.step(do='undo')[0] == 200
        assert server.end() == 0
    out, _ = run('show', 'dam.json', '-f', 'tsv')
    assert len(out.decode().splitlines()) == len(seen) + 2


def edit_until_killed(server, start):
    """Writes notes with growing numbers until the server is gone. Returns the last one that it
    acknowledged."""
    acknowledged = number = start
    try:
        while True:
            number += 1
            status, _ = server.step(do='note', row=number % 3, text=str(number), revision=number - 1)
            assert status == 200, status
            acknowledged = number
    except (OSError, http.client.HTTPException):
        return acknowledged


def test_a_server_that_is_killed_while_editing_loses_nothing():
    make_bitext()
    shutil.rmtree('tmx')
    random.seed(8)
    acknowledged, total = 0, 0
    for kill in range(N_KILLS):
        with Server('dam.json', environment={'ASAN_OPTIONS': 'detect_leaks=0'}) as server:
            draft = server.draft()
            # One more than was acknowledged may be there: the answer was on its way.
            assert acknowledged <= draft['revision'] <= acknowledged + 1, (kill, acknowledged, draft['revision'])
            numbers = [int(row.get('note', 0)) for row in draft['rows'][:3]]
            assert max(numbers) == draft['revision'], (kill, numbers, draft['revision'])
            # Some kills come while the bitext itself is saved, a second after a step.
            wait = random.uniform(0.95, 1.1) if kill % 10 == 9 else random.uniform(0, 0.05)
            timer = threading.Timer(wait, server.process.kill)
            timer.start()
            acknowledged = edit_until_killed(server, draft['revision'])
            timer.join()
            total += 1
    assert total == N_KILLS and acknowledged > N_KILLS
    with Server('dam.json') as server:
        assert server.end() == 0
    assert not Path('dam.json.journal').exists()
    notes = [int(row.get('note', 0)) for row in json.loads(Path('dam.json').read_text(encoding='utf-8'))['rows'][:3]]
    assert acknowledged <= max(notes) <= acknowledged + 1


def test_search_is_folded_and_sees_all_columns():
    make_bitext()
    with Server('dam.json') as server:
        def search(text):
            return json.loads(server.ask('GET', '/api/search?text=' + ''.join(f'%{b:02x}' for b in text.encode()))[2])['rows']
        assert search('KANIRASH') and search('kanirash') == search('KaniRash')
        assert search('كانيڕەش') == search('کانیڕەش') != []
        assert search('2026') == search('٢٠٢٦') != []
        assert search('nowhere to be found') == []


def test_exports_are_what_show_writes():
    make_bitext()
    with Server('dam.json') as server:
        server.step(do='merge', row=3, side='below')
        names = server.draft()['formats']
        assert 'po' not in names, 'PO knows two languages only'
        assert {'tmx', 'tsv', 'html', 'json'} <= set(names)
        exported = {name: server.ask('GET', f'/api/export?format={name}') for name in names}
        assert server.end() == 0
    for name, (status, headers, body) in exported.items():
        assert status == 200 and "UTF-8''dam." in headers['Content-Disposition'], name
        if name in ('tmx', 'tsv', 'html', 'json'):
            assert body == run('show', 'dam.json', '-f', name)[0], name


def test_what_is_approved_goes_to_the_memorys_own_file_and_is_found():
    copy_example()
    os.mkdir('memory')
    Path('news.en.txt').write_text('The ferry left early. Nobody was on the pier.\n')
    Path('news.ckb.txt').write_text('کەشتییەکە زوو ڕۆیشت. کەس لەسەر شۆستەکە نەبوو.\n')
    with Server('news.en.txt', 'news.ckb.txt', '-m', 'memory', '--user', 'Hero Ä') as server:
        server.step(do='status', row=0, status='approved')
        server.step(do='status', row=1, status='rejected')
        done = json.loads(server.ask('POST', '/api/approve', {})[2])
        assert (done['added'], done['kept']) == (1, 0), done
        first = Path('memory/birge-approved.tmx').read_text(encoding='utf-8')
        assert 'creationid="Hero Ä"' in first and re.search(r'creationdate="\d{8}T\d{6}Z"', first)
        assert 'Nobody' not in first
        done = json.loads(server.ask('POST', '/api/approve', {})[2])
        assert (done['added'], done['kept']) == (0, 1), done
        assert Path('memory/birge-approved.tmx').read_text(encoding='utf-8') == first
        server.step(do='edit', row=0, column=1, segment=0, text='کەشتییەکە زوو بەڕێ کەوت.')
        server.step(do='status', row=0, status='approved')
        done = json.loads(server.ask('POST', '/api/approve', {})[2])
        assert done['changed'] == 1, done
        changed = Path('memory/birge-approved.tmx').read_text(encoding='utf-8')
        assert 'changeid="Hero Ä"' in changed and 'بەڕێ کەوت' in changed and 'ڕۆیشت' not in changed
        assert server.end() == 0
    Path('again.en.txt').write_text('The ferry left early.\n')
    out, _ = run('align', 'again.en.txt', '-m', 'memory', '-f', 'tsv')
    assert 'بەڕێ کەوت' in out.decode(), out
    with Server('news.json', '-m', 'memory') as server:
        server.step(do='status', row=0, status='rejected')
        done = json.loads(server.ask('POST', '/api/approve', {})[2])
        assert done['removed'] == 1, done
    assert '<tu ' not in Path('memory/birge-approved.tmx').read_text(encoding='utf-8')


def test_wrong_calls_are_refused():
    make_bitext()
    fails('review', status=2, says='expected a bitext, or 2 to')
    fails('review', 'dam.json', '-o', 'x.json', status=2, says='--output is for versions')
    fails('review', 'dam.json', '--port', '70000', status=2, says='--port 70000')
    fails('review', 'nothing.json', status=1, says='nothing.json')
    fails('review', 'dam.en.txt', status=1, says='dam.en.txt')
    fails('review', 'dam.json', '-m', 'nowhere', status=1, says='nowhere')


def test_catalogues_say_the_same_things():
    names = sorted((SOURCE / 'locales').glob('review.*.json'))
    catalogues = {path.name: json.loads(path.read_text(encoding='utf-8')) for path in names}
    english = catalogues['review.en.json']
    assert len(catalogues) == 3
    for name, catalogue in catalogues.items():
        assert catalogue.keys() == english.keys(), name
        for key, text in catalogue.items():
            assert set(re.findall(r'\{\w+\}', text)) == set(re.findall(r'\{\w+\}', english[key])), (name, key)
            assert name == 'review.en.json' or text, (name, key)
    page = ''.join(p.read_text(encoding='utf-8') for p in (SOURCE / 'src/review/page').iterdir())
    for key in re.findall(r"say\('([\w-]+)'", page) + re.findall(r'data-message="([\w-]+)"', page):
        assert key in english, key



main(sys.modules[__name__])
