/// HTTP: the server with its router, middleware, requests and responses (L 19).
///
/// The way of a request, in the order of the files to read: `HeadDecoder` (strict parsing and
/// limits; `ClearHttp2` where it finds HTTP/2), `Http1Connection` and `Http2Connection` (requests
/// one after the other or at once, time limits), `Router` and `Plan` (which functions are called),
/// `Exchange` (calls them), `Request` and `Response` (what they see), `ClaimedHead` (the right to
/// answer, which one of them gets), `IncomingBody` and `OutgoingBody` (what is larger than memory
/// should hold), `Content` (what a value is when it is sent), and the connection again (writes).
/// `Listener` opens and closes the port, `Accepting` and `Deadlines` end what is on its way when it
/// closes.
///
/// The program's call-backs run on the event loop that the request arrived on: as a plain call when
/// they cannot wait, else on a virtual thread that the loop carries; with the turn when they touch
/// shared state (design of room `engine`). One request is one task: all its functions run in it,
/// one after the other.
///
/// The hot path is our own, on connections of vertx-core; so are files, forms (with Netty's
/// decoder) and compression. This room knows values, failures, JSON and `engine`; it knows nothing
/// of WebSockets, raw sockets or the client.
@NullMarked
package ruchy.runtime.http;

import org.jspecify.annotations.NullMarked;
