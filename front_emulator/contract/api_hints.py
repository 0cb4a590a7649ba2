"""Likely causes of what FE-API finds, and how to mend them."""

BACK_OFF = (
    "Try again after pauses that grow, such as 1, 2, 4 and 8 s, each with a bit of chance; keep "
    "the message until Front has taken it or has refused it for good."
)
NEVER_BLINDLY = (
    "A 4xx other than 429 stays as it is: keep the message, log Front's text, and tell somebody."
)
WAIT_AS_TOLD = (
    "Wait for the seconds of Retry-After (the text of the error has them in milliseconds), and "
    "heed it on every 429: the burst tier's comes while x-ratelimit-remaining is not used up."
)
TIME_LIMIT = (
    "Give each call a time limit of a few seconds: timeout= in requests and httpx, "
    "AbortSignal.timeout() with fetch, timeout in axios; their default is none, or minutes."
)
ONE_RETRY_LOOP = (
    "Have one place that tries again: HTTP client, job queue and your own loop each on their own "
    "send the message several times."
)
SAY_SO = "Treat only a 2xx as sent; on any other answer, tell whoever wrote the message."
ASK_PATIENTLY = (
    "A 202 means accepted, not there: ask for alt:uid:… again, with growing pauses, for half a "
    "minute or so. The 404 until then is no error, and no reason to send again."
)
LOOK_FIRST = (
    "Front has nothing to recognise a message by that is sent again. Where twice is worse than "
    "late, look for it in the conversation before you send it again."
)
CONNECT = (
    "The integration should call this emulator: its Incoming URL, or its base URL and channel, and "
    "its API token."
)
CHANCE = "(Where much of a pause is chance, it may only look so: play the scenario again.)"
