/// What a compiled Ruchy program calls while it runs. It knows nothing of the compiler: a program's
/// jar carries the parts of this package tree that the program reaches, and no more.
@NullMarked
package ruchy.runtime;

import org.jspecify.annotations.NullMarked;
