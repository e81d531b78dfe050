/// Works only while the runtime is built: reads the declarations of the library from the runtime's
/// sources and writes the index, the manual, and the dispatchers of dynamic calls into its classes.
/// A declaration that is not documented, has an unknown type or a name twice fails the build.
///
/// This room alone knows JavaParser and ASM. It is not part of the runtime's jar, and nothing else
/// knows it.
@NullMarked
package ruchy.runtime.index;

import org.jspecify.annotations.NullMarked;
