package ruchy.compiler.emit;

import java.util.List;
import java.util.Map;
import java.util.Set;

/// The class files of a compiled program.
///
/// @param files internal class names (`ruchy/program/Main`) to class files, in a stable order
/// @param mainClass the binary name of the class with `public static void main(String[])`
/// @param rooms the rooms of the runtime that the program reaches (`http`, `json` ...), which a jar
///   must contain
/// @param tests the tests, in their order
public record Classes(
    Map<String, byte[]> files, String mainClass, Set<String> rooms, List<Test> tests) {

  /// A test that the main class can run (L 20.4): after its `run`, which then is the top-level code
  /// alone, its static method `method` without parameters gives what the test returns.
  ///
  /// @param line where the test stands, from 1
  public record Test(String name, String method, int line, boolean isIgnored, boolean mustRaise) {}
}
