"""Bodies: markdown or HTML in; safe HTML, plain text and blurb out."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from front_emulator.domain import bodies


@pytest.mark.parametrize(
    ("markdown", "html", "text"),
    [
        ("(Conversation start)", "<p>(Conversation start)</p>\n", "(Conversation start)"),
        ("Hi there", "<p>Hi there</p>\n", "Hi there"),
        ("one\n\ntwo", "<p>one</p>\n<p>two</p>\n", "one\n\ntwo"),
        ("one\r\n\r\ntwo", "<p>one</p>\n<p>two</p>\n", "one\n\ntwo"),
        ("one\ntwo", "<p>one\ntwo</p>\n", "one\ntwo"),
        ("one  \ntwo", "<p>one<br>\ntwo</p>\n", "one\ntwo"),
        ("  lead and trail  ", "<p>lead and trail</p>\n", "lead and trail"),
        ("**b** _i_ `c`", "<p><strong>b</strong> <em>i</em> <code>c</code></p>\n", "b i c"),
        ("# Title\n\ntext", "<h1>Title</h1>\n<p>text</p>\n", "Title\n\ntext"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n", "a\nb"),
        ("1. a\n2. b", "<ol>\n<li>a</li>\n<li>b</li>\n</ol>\n", "a\nb"),
        ("> q", "<blockquote>\n<p>q</p>\n</blockquote>\n", "q"),
        ("```\na\n  b\n```", "<pre><code>a\n  b\n</code></pre>\n", "a\n  b"),
        ("[x](http://e.com)", '<p><a href="http://e.com">x</a></p>\n', "x"),
        ("![a](http://e/x.png)", '<p><img src="http://e/x.png" alt="a"></p>\n', ""),
        ("http://e.com/a_b_c", "<p>http://e.com/a_b_c</p>\n", "http://e.com/a_b_c"),
        ("a & b < c > d", "<p>a &amp; b &lt; c &gt; d</p>\n", "a & b < c > d"),
        ("&lt;b&gt; &amp;lt;", "<p>&lt;b&gt; &amp;lt;</p>\n", "<b> &lt;"),
        ("\\*as typed\\*", "<p>*as typed*</p>\n", "*as typed*"),
        ("a <b>bold</b> word", "<p>a <b>bold</b> word</p>\n", "a bold word"),
        ("😀 中文 é", "<p>😀 中文 é</p>\n", "😀 中文 é"),
        ("a\x00b", "<p>a\ufffdb</p>\n", "a\ufffdb"),
        ("a\ud800b", "<p>a\ufffdb</p>\n", "a\ufffdb"),
    ],
)
def test_markdown_is_rendered(markdown: str, html: str, text: str) -> None:
    body = bodies.incoming(markdown)
    assert (body.html, body.text) == (html, text)


@pytest.mark.parametrize(
    ("source", "html", "text"),
    [
        ("test<br>", "test<br>", "test\n"),
        ("one<br>two<br/>three", "one<br>two<br>three", "one\ntwo\nthree"),
        ("<p>one</p><p>two</p>", "<p>one</p><p>two</p>", "one\n\ntwo"),
        ("<p>one</p>\n", "<p>one</p>\n", "one"),
        ("<div>one</div><div>two</div>", "<div>one</div><div>two</div>", "one\ntwo"),
        ("<ul><li>a</li><li>b</li></ul>c", "<ul><li>a</li><li>b</li></ul>c", "a\nb\n\nc"),
        ("<pre>\n a\n  b</pre>", "<pre> a\n  b</pre>", " a\n  b"),
        ("plain text", "plain text", "plain text"),
        ("**not** _markdown_", "**not** _markdown_", "**not** _markdown_"),
        ("<b>unclosed", "<b>unclosed</b>", "unclosed"),
        ("a<!-- c -->b", "ab", "ab"),
        ("a&nbsp;b &eacute;", "a&nbsp;b é", "a\xa0b é"),
        ("<img src='cid:abc'>", '<img src="cid:abc">', ""),
        ("a\x1eb", "ab", "ab"),
        ("\udc00", "\ufffd", "\ufffd"),
        ("", "", ""),
    ],
)
def test_html_is_kept_as_far_as_it_is_safe(source: str, html: str, text: str) -> None:
    body = bodies.incoming(source, "html")
    assert (body.html, body.text) == (html, text)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("<script>alert(1)</script>x", "x"),
        ("<style>p{}</style>x", "x"),
        ("<img src=x onerror=alert(1)>", '<img src="x">'),
        ("<svg><script>alert(1)</script></svg>x", "x"),
        ("<iframe src=x></iframe>x", "x"),
        ("<object data=x></object><embed src=x>x", "x"),
        ("<a href='javascript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href=' java\nscript:alert(1)'>x</a>", "<a>x</a>"),
        ("<a href='data:text/html,x'>x</a>", "<a>x</a>"),
        ("<a href='vbscript:x'>x</a>", "<a>x</a>"),
        ("<form action=x><input name=y></form>x", "x"),
        ("<meta http-equiv=refresh content='0;url=x'>x", "x"),
        ("<base href=//e><link rel=stylesheet href=x>x", "x"),
        ("<p style='background:url(x)' class=c id=i onclick=x>x</p>", "<p>x</p>"),
        ("<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", ""),
        ("<textarea><script>x</script></textarea>", "&lt;script&gt;x&lt;/script&gt;"),
    ],
)
def test_hostile_html_is_taken_out(source: str, html: str) -> None:
    assert bodies.incoming(source, "html").html == html


def test_hostile_html_is_taken_out_of_markdown_too() -> None:
    body = bodies.incoming("Hi <script>alert(1)</script>\n\n<div onclick=x>there</div>")
    assert "script" not in body.html
    assert "onclick" not in body.html
    assert body.text == "Hi\n\nthere"


def test_a_markdown_link_to_a_script_is_no_link() -> None:
    html = bodies.incoming("[x](javascript:alert(1))").html
    assert html == "<p>[x](javascript:alert(1))</p>\n"


@pytest.mark.parametrize(
    ("text", "blurb"),
    [
        ("test\n", "test "),
        ("one\n\ntwo", "one two"),
        ("a" * 500, "a" * 200),
        ("word " * 100, "word " * 40),
        ("😀" * 500, "😀" * 200),
        ("a" + " " * 500 + "b", "a b"),
        ("", ""),
    ],
)
def test_a_blurb_is_the_start_of_the_text_on_one_line(text: str, blurb: str) -> None:
    assert bodies.blurb(text) == blurb


@pytest.mark.parametrize(
    "text", ["Hi there", "a < b & c", "one\n\ntwo", "**b**", "", " x ", "\ud800"]
)
def test_a_teammates_plain_text_stays_as_typed(text: str) -> None:
    body = bodies.outgoing(text)
    assert (body.html, body.text) == (text, text)


def test_a_teammates_html_is_sanitised() -> None:
    body = bodies.outgoing("<p onclick=x>Hi</p>test<br>")
    assert (body.html, body.text, body.blurb) == ("<p>Hi</p>test<br>", "Hi\n\ntest\n", "Hi test ")


@given(st.from_regex(bodies._PLAIN, fullmatch=True))
@example("I'm 3, e.g. a.b,c? d?!"[:-1])
def test_what_is_taken_for_plain_is_what_the_parsers_give_back(source: str) -> None:
    html = bodies._sanitised(bodies._markdown().render(source))
    assert bodies.incoming(source) == bodies.Body(
        html, bodies.plain_text(html), bodies.blurb(source)
    )


FRAGMENTS = [
    "<p>",
    "</p>",
    "<br>",
    "<b>",
    "</b>",
    "<div>",
    "</div>",
    "<script>",
    "</script>",
    "<style>",
    "</style>",
    "<svg>",
    "<math>",
    "<table>",
    "<td>",
    "<select>",
    "<noscript>",
    "</noscript>",
    "<textarea>",
    "<title>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<img/src=x",
    "onerror=alert(1)",
    ">",
    "'",
    '"',
    "`",
    "&lt;",
    "&#60;",
    "&quot;",
    "=",
    "/",
    "javascript:",
    "<a/href=",
    "<xmp>",
    "<iframe>",
    " ",
    "\n",
    "\x00",
    "\x1e",
]
hostile = st.lists(st.sampled_from(FRAGMENTS) | st.text(max_size=3), max_size=12).map("".join)


@settings(deadline=None)
@given(hostile, st.sampled_from(["html", "markdown"]))
def test_whatever_comes_in_nothing_that_runs_comes_out(source: str, body_format: str) -> None:
    body = bodies.incoming(source, body_format)
    tags = re.findall(r"<([a-z0-9]+)((?:[^>\"]|\"[^\"]*\")*)>", body.html)
    assert not {name for name, _ in tags} & {"script", "style", "iframe", "svg", "math", "textarea"}
    for _, attributes in tags:
        bare = re.sub(r'"[^"]*"', "", attributes)
        assert not re.search(r"\bon\w+=", bare)
    assert not [attributes for _, attributes in tags if '="javascript:' in attributes]
    assert len(body.blurb) <= 200
    assert not re.search(r"[\r\n]", body.blurb)
    assert not body.text.startswith("\n")
