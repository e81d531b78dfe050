/// Turns Ruchy text into class files. It is a function of its input: it reads no files, writes to
/// no console, asks no clock, and must not know Vert.x. Of the runtime it uses the index of the
/// library and the names of the entry points that emitted code calls.
@NullMarked
package ruchy.compiler;

import org.jspecify.annotations.NullMarked;
