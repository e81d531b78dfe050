/// Class files and the parts of the runtime to one runnable jar. A part is prepared once, when
/// `ruchyc` itself is built; packing a program then copies prepared bytes and compresses only what
/// is the program's own.
///
/// Byte arrays in, a stream out: this room opens no files, and the same input gives the same bytes.
/// It knows the format of zip archives and the manifest, and nothing of what the classes do.
@NullMarked
package ruchy.compiler.pack;

import org.jspecify.annotations.NullMarked;
