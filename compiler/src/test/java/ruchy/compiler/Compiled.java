package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.util.List;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.infer.Inference;
import ruchy.compiler.infer.Types;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.resolve.Resolver;
import ruchy.compiler.source.Source;
import ruchy.runtime.library.Library;

/// One program text taken through the compiler, for tests.
public final class Compiled {
  private static final Library LIBRARY = Library.load();

  /// Whether tests that run programs do it under the detector of shared state: all of them that do
  /// not choose for themselves. `-Druchy.detect=true` is the long form.
  static final boolean DETECTS = Boolean.getBoolean("ruchy.detect");

  private Compiled() {}

  /// How tests that run programs compile them.
  static Compiler.Options options(boolean specialise) {
    return new Compiler.Options(specialise, false).detecting(detector(DETECTS));
  }

  static Compiler.Options.Detector detector(boolean detects) {
    return detects ? Compiler.Options.Detector.WATCHING : Compiler.Options.Detector.ABSENT;
  }

  /// The class files of a program without problems.
  public static Classes classes(String text) {
    return classes(text, Compiler.Options.STANDARD);
  }

  /// The same, with the detector of shared state.
  public static Classes detectingClasses(String text) {
    return classes(text, Compiler.Options.STANDARD.detecting(Compiler.Options.Detector.WATCHING));
  }

  private static Classes classes(String text, Compiler.Options options) {
    Compilation compilation = compile(text, options);
    Classes classes = compilation.classes();
    assertNotNull(classes, () -> "problems: " + compilation.problems());
    return classes;
  }

  /// The problems of a program, in order, as `LINE:COLUMN message`.
  public static List<String> problems(String text) {
    return compile(text, Compiler.Options.STANDARD).problems().stream()
        .map(Compiled::line)
        .toList();
  }

  private static String line(Problem problem) {
    return problem.span().line() + ":" + problem.span().column() + " " + problem.message();
  }

  private static Compilation compile(String text, Compiler.Options options) {
    return Compiler.compile(
        List.of(Source.of("test.ruchy", text)), ModuleSource.NONE, LIBRARY, options);
  }

  /// The types of a program without problems.
  public static Types types(String text) {
    return types(text, true);
  }

  /// The same when nothing is inferred.
  public static Types withoutTypes(String text) {
    return types(text, false);
  }

  private static Types types(String text, boolean specialises) {
    var problems = new Problems();
    var file = Parser.parse(Lexer.lex(Source.of("test.ruchy", text), problems), problems);
    var program = Resolver.resolve(List.of(file), ModuleSource.NONE, LIBRARY, problems);
    return Inference.infer(program, LIBRARY, specialises, problems);
  }

  /// The versions of functions that can run, one a line, the top level first.
  public static String versions(String text) {
    var lines = new StringBuilder();
    types(text).versions().forEach(version -> lines.append(version).append('\n'));
    return lines.toString();
  }
}
