/// What the `java` that stands first on a machine meets in a built jar: code for Java 8 that starts
/// the program or finds the Java to start it on. Nothing else of the project runs on an old Java,
/// so this room knows no other.
///
/// It is null-checked like the others, without `@NullMarked`: Java 8 has no modules, which that
/// annotation mentions.
package ruchy.launcher;
