/// HTTP: passing requests on to other servers (`http::proxy`, `http::LoadBalancer`).
///
/// The way of a request, in the order of the files to read: `ProxyModule` (where programs begin),
/// `Settings` (what they may set), `ProxyFunction` (the handler), `Relay` (one request, from its
/// head to the last byte of the answer), `Backends` (who chooses where it goes: one `Backend`, or a
/// `LoadBalancer` with its `Policy` and `HealthChecks`), `Upstreams` (the connections of one event
/// loop to a backend), `Upstream` (one of them), `RequestHead` and `AnswerHead` (which fields are
/// passed on), `Tunnel` (after an upgrade).
///
/// Bytes go from one connection to the other on one event loop, as fast as the slower side takes
/// them; nothing is collected, and no function of the program runs, except one that rewrites paths.
/// The backend's side is the decoder of `message` on a plain channel: Vert.x's client would cost
/// more than all the rest.
///
/// This room knows the server (`http`, by its `Takeover` and `Passage`), messages, values, failures
/// and `engine`, and nothing of the client (`client`) or of raw sockets.
@NullMarked
package ruchy.runtime.proxy;

import org.jspecify.annotations.NullMarked;
