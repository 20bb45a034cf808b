"""An S3-compatible server for the tests of publishing: moto's, with credentials that are checked, on a free port of this machine.

It prints a line of JSON with its addresses and keys: `endpoint` is where the store is asked, `website` where readers get what is
below `live/`. Then it obeys lines on its standard input, answering each with a line of JSON:

    dump                    every object: bytes in base64, and headers
    put NAME TEXT           writes an object
    delete NAME             removes one
    copy NAME OTHER         puts the bytes of one under another's name
    unconditional           answers from then on that there are no conditions for writing
    delay SECONDS           lets every later request wait
    fail METHOD N STATUS CODE [TIMES]   refuses requests of the method after N more of them, for ever or so many; `fail none` ends it
    count                   by method: requests, bytes of their bodies, and of the answers, since it was asked last
"""

import base64
import json
import os
import sys
import threading
import time

os.environ.setdefault("AWS_DEFAULT_REGION", "us-east-1")

from moto import settings  # noqa: E402
from moto.backends import get_backend  # noqa: E402
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402

ACCOUNT = "123456789012"
BUCKET = "news"


class Watched:
    """Counts requests, slows them, and fails them as it is told."""

    def __init__(self, application):
        self.application = application
        self.lock = threading.Lock()
        self.delay = 0.0
        self.failing = None
        self.conditions = True
        self.counts = {}

    def __call__(self, environ, start_response):
        method = environ["REQUEST_METHOD"]
        with self.lock:
            count = self.counts.setdefault(method, [0, 0, 0])
            count[0] += 1
            count[1] += int(environ.get("CONTENT_LENGTH") or 0)
            refused = None
            if self.failing and self.failing["method"] == method:
                if self.failing["left"] == 0:
                    refused = self.failing
                    self.failing["times"] -= 1
                    if self.failing["times"] == 0:
                        self.failing = None
                else:
                    self.failing["left"] -= 1
        if not self.conditions and (environ.get("HTTP_IF_MATCH") or environ.get("HTTP_IF_NONE_MATCH")):
            refused = {"code": "NotImplemented", "status": 501}
        if self.delay:
            time.sleep(self.delay)
        if refused:
            environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
            body = f"<Error><Code>{refused['code']}</Code><Message>The store says no.</Message></Error>".encode()
            start_response(f"{refused['status']} No", [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))])
            return [body]

        def counting(status, headers, *rest):
            if method != "HEAD":
                with self.lock:
                    count[2] += int(dict(headers).get("Content-Length", 0))
            return start_response(status, headers, *rest)

        return self.application(environ, counting)


def objects():
    bucket = get_backend("s3")[ACCOUNT]["aws"].buckets[BUCKET]
    return {key: bucket.keys[key] for key in list(bucket.keys)}


def website(environ, start_response):
    """What readers see of the bucket, as its own web server shows it."""
    path = environ["PATH_INFO"].encode("latin-1").decode().lstrip("/")
    one = objects().get("live/" + path)
    start_response("200 OK" if one else "404 Not Found", [("Content-Type", "application/octet-stream")])
    return [one.value if one else b""]


def serve(application):
    server = make_server("127.0.0.1", 0, application, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}"


def main():
    iam = get_backend("iam")[ACCOUNT]["aws"]
    iam.create_user("us-east-1", "publisher")
    key = iam.create_access_key("publisher")
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
    iam.put_user_policy("publisher", "all", json.dumps(policy))
    s3 = get_backend("s3")[ACCOUNT]["aws"]
    s3.create_bucket(BUCKET, "us-east-1")
    # From here on, whoever asks has to prove who they are.
    settings.INITIAL_NO_AUTH_ACTION_COUNT = 0
    watched = Watched(DomainDispatcherApplication(create_backend_app))
    address = {"endpoint": serve(watched), "website": serve(website), "key": key.access_key_id, "secret": key.secret_access_key}
    print(json.dumps(address), flush=True)
    for line in sys.stdin:
        words = line.rstrip("\n").split(" ", 2)
        answer = {}
        if words[0] == "dump":
            for name, one in objects().items():
                headers = {k.lower(): v for k, v in one.response_dict.items() if isinstance(v, str)}
                headers.update({k.lower(): v for k, v in one.metadata.items()})
                if one.website_redirect_location:
                    headers["leads-to"] = one.website_redirect_location
                answer[name] = {"bytes": base64.b64encode(one.value).decode(), "headers": headers}
        elif words[0] == "put":
            s3.put_object(BUCKET, words[1], words[2].encode())
        elif words[0] == "delete":
            s3.delete_object(BUCKET, words[1])
        elif words[0] == "copy":
            s3.put_object(BUCKET, words[2], objects()[words[1]].value)
        elif words[0] == "unconditional":
            watched.conditions = False
        elif words[0] == "delay":
            watched.delay = float(words[1])
        elif words[0] == "fail":
            if words[1] == "none":
                watched.failing = None
            else:
                number, status, code, *times = words[2].split(" ")
                watched.failing = {
                    "method": words[1],
                    "left": int(number),
                    "status": int(status),
                    "code": code,
                    "times": int(times[0]) if times else -1,
                }
        elif words[0] == "count":
            answer, watched.counts = watched.counts, {}
        print(json.dumps(answer), flush=True)


main()
