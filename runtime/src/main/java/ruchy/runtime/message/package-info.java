/// What both sides of HTTP, the server and the client, say about messages: bodies, header fields as
/// programs see and set them, JSON from and to buffers.
///
/// Pure data: nothing here waits, and no function of the program is called. Knows neither the
/// server (`http`) nor the client (`client`).
@NullMarked
package ruchy.runtime.message;

import org.jspecify.annotations.NullMarked;
