package ruchy.compiler.emit;

import java.util.Map;
import java.util.Set;

/// The class files of a compiled program.
///
/// @param files internal class names (`ruchy/program/Main`) to class files, in a stable order
/// @param mainClass the binary name of the class with `public static void main(String[])`
/// @param rooms the rooms of the runtime that the program reaches (`http`, `json` ...), which a jar
///   must contain
public record Classes(Map<String, byte[]> files, String mainClass, Set<String> rooms) {}
