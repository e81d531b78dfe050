/// What both sides of HTTP, the server and the client, say about messages: bodies, header fields as
/// programs see and set them, JSON from and to buffers, files that take their place when they are
/// complete, networks of addresses, the way to a host that has several, codings, chunks and answers
/// read as strictly as the grammar asks. Bodies that are read piece by piece (`BodyStream`,
/// `Lines`) wait for what `Chunks` brings; nothing else waits, and no function of the program is
/// called. Knows neither the server (`http`) nor the client (`client`).
@NullMarked
package ruchy.runtime.message;

import org.jspecify.annotations.NullMarked;
