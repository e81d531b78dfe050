/// WebSockets (RFC 6455): `ws::Server`, `ws::connect` and the sockets of both.
///
/// The way of a connection, in the order of the files to read. A server: `Server` and
/// `ServerSettings` (what programs hold and set), `Upgrade` (the request that asks for a WebSocket,
/// answered by the HTTP server's own connection). A client: `Dial` (connection, TLS, request,
/// answer). Both: `Handshake` (the fields that are compared), `Wire` (one connection that speaks
/// frames, on its event loop), `Conversation` (what goes on over one connection, or several after
/// each other), `Socket` (how the program holds it), `Mailbox` (its events, which run functions of
/// the program one after the other), `Outgoing` and `Message` (what waits to be sent), `Outbox`
/// (the writing of one loop).
///
/// Netty's decoder reads frames; what it lets pass and RFC 6455 does not is checked by `Wire`.
/// Functions of the program run on the event loop of the connection when they do not wait, else on
/// a virtual thread; with the turn when they share state. A thread that sends only queues.
///
/// This room knows the server (`http`, by its `Takeover` and `Passage`), messages, values, failures
/// and `engine`, and nothing of the HTTP client, of proxies or of raw sockets.
@NullMarked
package ruchy.runtime.ws;

import org.jspecify.annotations.NullMarked;
