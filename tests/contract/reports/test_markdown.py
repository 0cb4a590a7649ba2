"""The Markdown summary: escaped, fenced, below GitHub's limit."""

from typing import Any

from markdown_it import MarkdownIt

from front_emulator.contract.model import Verdict
from front_emulator.contract.reports import markdown
from front_emulator.contract.reports.masking import masked


def render(run: Any, **options: Any) -> str:
    return markdown.render(masked(run), **options)


def as_html(text: str) -> str:
    return str(MarkdownIt("gfm-like", {"linkify": False}).render(text))


def test_the_matrix_comes_before_the_findings(make: Any) -> None:
    page = as_html(render(make.run()))
    assert page.count("<tr>") == 8
    assert page.index("</table>") < page.index("FAIL FE-SIG-03") < page.index("ERROR FE-CTL-03")
    assert "<td>authentication_required</td>" in page


def test_what_a_target_says_has_no_meaning_in_markdown(make: Any) -> None:
    text = "| a <b>x</b> [l](http://e) `c` *d* _e_ # @me &lt; \\"
    page = as_html(
        render(make.run(make.result(consequence=text), error_types=(make.row(sentence=text),)))
    )
    shown = "| a &lt;b&gt;x&lt;/b&gt; [l](http://e) `c` *d* _e_ # @me &amp;lt; \\"
    assert f"<p>{shown}</p>" in page
    assert f"<td>{shown}</td>" in page


def test_a_consequence_cannot_begin_a_list_or_a_heading(make: Any) -> None:
    for text in ("- item", "+ item", "1. item", "# head", "> quote", "---", "=== "):
        page = as_html(render(make.run(make.result(consequence=text))))
        assert f"<p>{text.strip().replace('>', '&gt;')}</p>" in page


def test_an_answer_cannot_end_its_fence(make: Any) -> None:
    exchange = make.exchange(response=make.answer(body=b"```\n# out\n````\n<script>"))
    page = as_html(render(make.run(make.result(exchanges=(exchange,)))))
    assert "<h1>out</h1>" not in page
    assert "<script>" not in page


def test_it_is_cut_below_the_limit_and_says_so(make: Any) -> None:
    many = [make.result(id=f"FE-SIG-{n:02}", consequence="é" * 3000) for n in range(250)]
    text = render(make.run(*many))
    assert len(text.encode()) < 1024 * 1024
    assert "more findings: they would make this summary too large" in text
    assert "| bad\\_request |" in text


def test_known_findings_are_counted_and_left_out(make: Any) -> None:
    text = render(make.run(), known={"FE-SIG-03"})
    assert "1 known from the baseline" in text
    assert "FE-SIG-03" not in text


def test_why_a_run_stopped_is_there(make: Any) -> None:
    text = render(make.run(make.result(Verdict.ERROR), stopped_early="It crashes at once."))
    assert "**Stopped early:** It crashes at once." in text
    assert "| Error type |" not in text
