/// Servers written in Ruchy, by hand in Java, and in other languages, under the same load. The
/// figure is the CPU time of the server's process for one request: it hardly depends on what else
/// the machine does, as requests per second do.
@NullMarked
package ruchy.benchmarks.http;

import org.jspecify.annotations.NullMarked;
