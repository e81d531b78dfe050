/// The hand-written servers that those of Ruchy are compared with. They do what a person who knows
/// Vert.x would do by hand; they must not know Ruchy.
@NullMarked
package ruchy.benchmarks.http.servers;

import org.jspecify.annotations.NullMarked;
