"""A connection that breaks instead of being answered."""

import socket
import struct

from werkzeug.wrappers import Request, Response


def broken(request: Request) -> Response:
    """What cannot be sent any more: the connection is reset. Needs Werkzeug's server."""
    connection: socket.socket = request.environ["werkzeug.socket"]
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.shutdown(socket.SHUT_RDWR)
    return Response()
