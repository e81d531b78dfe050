/// How library functions are declared, and the index of them. The public Java method with `@Export`
/// and a `///` comment is the declaration; the build reads it with JavaParser (room `index`) and
/// writes the index that compiler, dynamic calls, suggestions, manual and editor read. What the
/// compiler has to know besides the types (where values go, which code runs where: `Flow`) stands
/// there too, as annotations of the method, its parameters or its class, and nowhere else. This
/// room knows no other room of the runtime.
@NullMarked
package ruchy.runtime.library;

import org.jspecify.annotations.NullMarked;
