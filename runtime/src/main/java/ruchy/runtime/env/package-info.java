/// The environment of the program: variables, arguments, folders (L 18.3). The JVM can change
/// neither its environment nor its working folder, so changes are kept here; the rooms `fs` and
/// `process` ask this room.
@NullMarked
package ruchy.runtime.env;

import org.jspecify.annotations.NullMarked;
