"""Holds what a broker answers against what its own document says (`/openapi.json`), with somebody else's JSON Schema.

Every witness that asks through `broker.py` does so: an undocumented status, an answer that breaks its schema, a member
that the document does not know, a missing header are faults. Bodies that were accepted are held against theirs too.
"""
import json
import re
import threading

import jsonschema_rs

JSON = ("application/json", "application/problem+json")


def closed(schema):
    """The schema with every object of named members closed: published it is open, since members may be added."""
    if isinstance(schema, list):
        return [closed(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    schema = {name: closed(part) for name, part in schema.items()}
    if isinstance(schema.get("properties"), dict):
        schema.setdefault("additionalProperties", False)
    return schema


class Document:
    def __init__(self, text):
        self.whole = json.loads(text)
        self.components = closed(self.whole["components"]["schemas"])
        self.operations, self.validators, self.lock = [], {}, threading.Lock()
        self.seen = set()
        for template, item in self.whole["paths"].items():
            pattern = "".join("[^/]+" if part.startswith("{") else re.escape(part)
                              for part in re.split(r"(\{\w+\})", template))
            for method, operation in item.items():
                said = len(re.sub(r"\{\w+\}", "", template))
                self.operations.append((-said, method.upper(), re.compile(pattern + "$"), template, operation))
        # Of two templates the one that says more of the path is nearer.
        self.operations.sort(key=lambda operation: operation[0])

    def find(self, method, path):
        # Empty parts say nothing: `//` is `/`.
        path = "/" + "/".join(part for part in path.split("?")[0].split("/") if part)
        nearest = None
        for _, name, pattern, template, operation in self.operations:
            if pattern.match(path) and nearest in (None, template):
                nearest = template
                if name == ("GET" if method == "HEAD" else method):
                    return f"{name} {template}", operation
        return None, None

    def resolve(self, value):
        while "$ref" in value:
            place = self.whole
            for part in value["$ref"][2:].split("/"):
                place = place[part]
            value = place
        return value

    def validator(self, key, schema):
        with self.lock:
            if key not in self.validators:
                self.validators[key] = jsonschema_rs.validator_for(
                    {**closed(schema), "components": {"schemas": self.components}}, validate_formats=True)
            return self.validators[key]

    def fits(self, key, schema, value, what):
        faults = [f"{'/'.join(map(str, error.instance_path))}: {error.message}"[:300]
                  for error in self.validator(key, schema).iter_errors(value)]
        assert not faults, (what, faults, str(value)[:600])

    def check(self, method, path, status, headers, body, sent=None):
        """headers: by lower-case name; body: bytes; sent: the request's JSON value."""
        key, operation = self.find(method, path)
        if operation is None:
            assert status in (401, 404, 405), (method, path, status, "is not in the document")
            return
        what = (method, path, status)
        assert str(status) in operation["responses"], (*what, "is not documented", body[:300])
        answer = self.resolve(operation["responses"][str(status)])
        media = headers.get("content-type", "").split(";")[0]
        # Of what is told in several media types only the JSON has a version.
        bare = ("Link", "Idempotent-Replayed") + (("ETag",) if media and media not in JSON else ())
        for name in answer.get("headers", {}):
            if name not in bare:
                assert name.lower() in headers, (*what, "lacks", name, headers)
        if status < 300:
            self.seen.add(key)
        if method == "HEAD" or status in (204, 304):
            assert not body, (*what, "has a body")
            return
        assert media in answer.get("content", {}), (*what, "answers", media)
        if media in JSON:
            value = json.loads(body)
            self.fits((key, status), answer["content"][media]["schema"], value, what)
            if status >= 400:
                assert value["status"] == status and value["type"].startswith("urn:whistle:problem:"), (*what, value)
        if status < 300 and sent is not None and "requestBody" in operation:
            schema = operation["requestBody"]["content"]["application/json"]["schema"]
            self.fits((key, "sent"), schema, sent, (*what, "took what the document forbids"))
