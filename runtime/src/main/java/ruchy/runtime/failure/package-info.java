/// What `throw` throws and `catch` catches, and where it happened in terms of the Ruchy source (L
/// 11).
///
/// Every raised value travels as one Java exception, `Failure`. It keeps no Java stack: it notes
/// the frames of the program's own classes, and reads their positions from the class files only
/// when somebody asks for the text. This room knows `value` and nothing else of the runtime.
@NullMarked
package ruchy.runtime.failure;

import org.jspecify.annotations.NullMarked;
