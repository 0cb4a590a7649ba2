"""Comments: what teammates say to each other in a conversation. They never leave Front."""

from front_emulator.domain.company import Company
from front_emulator.domain.entities import Comment


def add(
    company: Company,
    conversation_id: str,
    body: str,
    *,
    author_id: str | None = None,
    is_pinned: bool = False,
) -> Comment:
    """Comment on a conversation. Front page: dev.frontapp.com/reference/add-comment"""
    with company.lock:
        comment = Comment(
            company.ids.next("com"),
            conversation_id,
            author_id,
            body,
            company.clock.timestamp(),
            is_pinned,
        )
        company.store.put_comment(comment)
        company.emit("comment", conversation_id, None, author_id, comment_id=comment.id)
    return comment
