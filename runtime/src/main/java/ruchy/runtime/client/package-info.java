/// HTTP: the client (L 19.1 (11), 19.2), and downloads.
///
/// The way of a request, in the order of the files to read: `ClientModule` (where programs begin),
/// `ClientRequest` and `RequestSettings` (what they ask for), `Draft` (the same as plain data),
/// `Exchange` (on an event loop: connects, sends, reads, follows redirects from one `Hop` to the
/// next, tries again as `Retries` allow), `Connections` (the pools), `Hosts` (which addresses names
/// have), `ClientResponse` (what programs see of the answer). `Download` begins where
/// `ClientRequest` does, and its `Fetch` writes what arrives to a file. `Once` is for several tasks
/// that want the same. `Client` is a program's own beginning, with `ClientOptions` for all its
/// requests: `Credentials` (TLS), `Guard` (which addresses are refused), `CookieJar`.
///
/// Whoever waits, waits once for a whole exchange, through the bridge of `engine`, without its
/// turn. Functions of the program (progress of a download) are called by the task that awaits,
/// never by an event loop. This room knows values, failures, JSON, messages and `engine`; it knows
/// nothing of the server, of WebSockets or of raw sockets.
@NullMarked
package ruchy.runtime.client;

import org.jspecify.annotations.NullMarked;
