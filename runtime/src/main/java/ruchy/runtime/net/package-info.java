/// Sockets: TCP, UDP and Unix domain (L 19.2), names of hosts, TLS.
///
/// The way of bytes, in the order of the files to read: `TcpListener` and `TcpStream` (what
/// programs hold; `ByteStream` is the part of it that reads and writes), `Reading` (lines, numbers
/// and texts out of bytes), `Pipe` (bytes in both directions: `PlainPipe` over a socket,
/// `SecurePipe` with TLS over another pipe), `Side` (a direction that a task waits for), `Reactor`
/// (the thread that knows which sockets are ready). `Connecting` and `Slots` open connections
/// without using up what the system gives.
///
/// A task reads and writes its socket itself and never blocks a thread: what is not ready it waits
/// for through the bridge of `engine`, without the turn. Nothing is read before a program asks for
/// it, and a write ends when the system has taken the bytes, so both ends feel each other's speed
/// and no buffer grows without limit.
///
/// This room stands on the JDK's own channels, so that a program with sockets alone carries no
/// library. It knows values, failures and `engine`, and nothing of HTTP or WebSockets.
@NullMarked
package ruchy.runtime.net;

import org.jspecify.annotations.NullMarked;
