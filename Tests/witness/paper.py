"""What outside readers find in a paper: `paper.py html FILE` and `paper.py markdown FILE` print it as JSON.

Exits 1 where a page's elements are not closed in order, or anything in it would run or be fetched.
"""
import json
import sys
from html.parser import HTMLParser

from markdown_it import MarkdownIt

VOID = {"meta", "link", "col", "br", "input"}


class Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.tags, self.texts, self.faults = [], {}, {}, []
        self.lang = None

    def handle_decl(self, declaration):
        if declaration != "DOCTYPE html":
            self.faults.append("declaration " + declaration)

    def handle_starttag(self, tag, attributes):
        self.tags[tag] = self.tags.get(tag, 0) + 1
        names = [name for name, _ in attributes]
        if len(names) != len(set(names)):
            self.faults.append(f"{tag} has an attribute twice")
        for name, value in attributes:
            link = name == "href" and (tag == "link" or tag == "a" and value[:1] in "#/")
            fetched = name in {"src", "srcset", "action"} or name == "href" and (not link or "//" in value)
            if fetched or name.startswith("on") or name == "style":
                self.faults.append(f"{tag} has {name}={value}")
        if tag == "html":
            self.lang = dict(attributes).get("lang")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.faults.append("unexpected </" + tag + ">")

    def handle_data(self, text):
        if self.open:
            self.texts[self.open[-1]] = self.texts.get(self.open[-1], "") + text
        elif text.strip():
            self.faults.append("text outside of the page")


def read_html(text):
    page = Page()
    page.feed(text)
    page.close()
    page.faults += ["not closed: " + tag for tag in page.open]
    page.faults += ["there is a " + tag for tag in ("script", "iframe", "img", "object", "base") if tag in page.tags]
    if page.faults:
        sys.exit("\n".join(page.faults))
    return {"lang": page.lang, "tags": page.tags, "texts": page.texts}


def read_markdown(text):
    # As chat programs and code hosts read it: tables, strike-through and bare links.
    tokens = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).parse(text)
    kinds, texts = {}, []
    for token in tokens:
        for part in [token] + (token.children or []):
            kinds[part.type] = kinds.get(part.type, 0) + 1
        if token.type == "inline":
            texts.append("".join(part.content for part in token.children if part.type in ("text", "text_special")))
    return {"kinds": kinds, "texts": texts}


with open(sys.argv[2], encoding="utf-8") as file:
    print(json.dumps({"html": read_html, "markdown": read_markdown}[sys.argv[1]](file.read()), ensure_ascii=False))
