package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.engine.Output;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Library;

/// Every program in `src/test/programs` prints what stands beside it, with types inferred and
/// without (design: inferred and dynamic code give the same results).
final class ProgramsTest {
  private static final Path PROGRAMS = Path.of("src/test/programs");
  private static final Library LIBRARY = Library.load();

  @TestFactory
  Stream<DynamicTest> programs_print_what_stands_beside_them() throws IOException {
    List<Path> programs;
    try (Stream<Path> files = Files.list(PROGRAMS)) {
      programs = files.filter(f -> f.toString().endsWith(".ruchy")).sorted().toList();
    }
    return programs.stream()
        .flatMap(
            program ->
                Stream.of(true, false)
                    .map(
                        specialise ->
                            DynamicTest.dynamicTest(
                                program.getFileName()
                                    + (specialise ? " with types" : " without types"),
                                () -> printsWhatStandsBeside(program, specialise))));
  }

  private static void printsWhatStandsBeside(Path program, boolean specialise) throws Exception {
    String name = String.valueOf(program.getFileName());
    Path beside = program.resolveSibling(name.replace(".ruchy", ".out"));
    String printed = run(name, Files.readString(program), specialise);
    assertEquals(Files.readString(beside), printed);
  }

  /// What the program prints; an uncaught error is printed as its report.
  static String run(String name, String text, boolean specialise) throws Exception {
    Compilation compilation =
        Compiler.compile(
            List.of(Source.of(name, text)),
            ModuleSource.NONE,
            LIBRARY,
            new Compiler.Options(specialise, false));
    Classes classes = compilation.classes();
    assertNotNull(classes, () -> "problems: " + compilation.problems() + " of\n" + text);
    var output = new ByteArrayOutputStream();
    Runnable program =
        (Runnable)
            new ProgramLoader(classes.files())
                .loadClass(classes.mainClass())
                .getConstructor()
                .newInstance();
    Output.STANDARD.redirect(output);
    try {
      var thread = new Thread(null, () -> runReporting(program), name, 256L << 20);
      thread.start();
      thread.join();
    } finally {
      Output.STANDARD.redirect(null);
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  private static void runReporting(Runnable program) {
    try {
      program.run();
    } catch (RuntimeException | Error thrown) {
      Output.STANDARD.text(Failure.from(thrown).report());
    }
  }

  /// Loads the classes of one program, and shows their files to the stack texts of the runtime.
  private static final class ProgramLoader extends ClassLoader {
    private final Map<String, byte[]> files;

    ProgramLoader(Map<String, byte[]> files) {
      super(ProgramsTest.class.getClassLoader());
      this.files = files;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      byte[] file = files.get(name.replace('.', '/'));
      if (file == null) {
        throw new ClassNotFoundException(name);
      }
      return defineClass(name, file, 0, file.length);
    }

    @Override
    public @Nullable InputStream getResourceAsStream(String name) {
      byte[] file = files.get(name.replace(".class", ""));
      return file == null ? super.getResourceAsStream(name) : new ByteArrayInputStream(file);
    }
  }
}
