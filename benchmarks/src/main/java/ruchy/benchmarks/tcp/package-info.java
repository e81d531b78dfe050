/// A server that sends lines back, written in Ruchy, on Vert.x, with blocking sockets on virtual
/// threads, and in other languages, under the same load. The figure is the CPU time of the server's
/// process for one line.
@NullMarked
package ruchy.benchmarks.tcp;

import org.jspecify.annotations.NullMarked;
