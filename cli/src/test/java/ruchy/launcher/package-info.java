/// Tests of the launcher: as classes, and in front of a program on a new and on an old Java.
@NullMarked
package ruchy.launcher;

import org.jspecify.annotations.NullMarked;
