/* Front's seven, in the order of its guide. */
export const ERROR_TYPES = [
  "bad_request",
  "authentication_required",
  "forbidden",
  "not_found",
  "request_timeout",
  "too_many_requests",
  "internal_error",
];
