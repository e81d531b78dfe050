/// What all sides of TLS have in common: whether a private key is that of a certificate.
///
/// Stands on the JDK alone; it knows nothing of sockets, servers or clients.
@NullMarked
package ruchy.runtime.tls;

import org.jspecify.annotations.NullMarked;
