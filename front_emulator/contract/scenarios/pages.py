"""The Front pages that scenarios come from."""

CUSTOM_CHANNEL = "dev.frontapp.com/docs/creating-a-custom-channel"
SIGNATURE = "dev.frontapp.com/docs/webhooks-1#validating-data-integrity"
MESSAGE = "dev.frontapp.com/reference/messages"
COMPOSE = "dev.frontapp.com/reference/create-message"
ERRORS = "dev.frontapp.com/docs/errors"
RATE_LIMITS = "dev.frontapp.com/docs/rate-limiting"
RECEIVE = "dev.frontapp.com/reference/receive-custom-message"
