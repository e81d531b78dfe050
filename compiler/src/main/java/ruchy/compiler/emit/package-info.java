/// Program and types to class files. The only room of the compiler that knows ASM, the JVM's words
/// and the entry points of the runtime. Always: an emitter leaves exactly one value of the
/// representation that the types say, or has left.
@NullMarked
package ruchy.compiler.emit;

import org.jspecify.annotations.NullMarked;
