package ruchy.compiler;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import ruchy.compiler.Compiler.Options.Detector;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.engine.Output;
import ruchy.runtime.engine.Turn;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Library;

/// Every program in `src/test/programs` and `src/test/conformance` prints what stands beside it in
/// a file that ends in `.out`, with types inferred and without (design: inferred and dynamic code
/// give the same results). Those of `conformance` are named after the section of the language
/// reference that they go through. A module that a program asks for is a file in the folder of the
/// program's name without its end.
final class ProgramsTest {
  /// The detector of shared state is told what the code of these programs touches in any case.
  private static final String WITH_TASKS = "12.";

  /// A program that waits for longer is cancelled, and so prints something else.
  private static final Duration LIMIT = Duration.ofMinutes(5);

  private static final List<Path> FOLDERS =
      List.of(Path.of("src/test/programs"), Path.of("src/test/conformance"));
  private static final Library LIBRARY = Library.load();

  @TestFactory
  Stream<DynamicTest> programs_print_what_stands_beside_them() throws IOException {
    List<Path> programs = new ArrayList<>();
    for (Path folder : FOLDERS) {
      try (Stream<Path> files = Files.list(folder)) {
        files.filter(f -> f.toString().endsWith(".ruchy")).sorted().forEach(programs::add);
      }
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
    ModuleSource modules = new FolderModules(program.resolveSibling(name.replace(".ruchy", "")));
    boolean detects = Compiled.DETECTS || name.startsWith(WITH_TASKS);
    Detector detector = Compiled.detector(detects);
    int before = ruchy.runtime.engine.Detector.faults();
    String printed = run(name, Files.readString(program), modules, specialise, detector);
    assertEquals(Files.readString(beside), printed);
    if (detects) { // Else faults are of what programs with planted ones have left behind.
      assertEquals(before, ruchy.runtime.engine.Detector.faults(), "faults of " + name);
    }
  }

  /// What the program prints; an uncaught error is printed as its report.
  static String run(String name, String text, boolean specialise) throws Exception {
    return run(name, text, ModuleSource.NONE, specialise);
  }

  static String run(String name, String text, ModuleSource modules, boolean specialise)
      throws Exception {
    int before = ruchy.runtime.engine.Detector.faults();
    Detector detector = Compiled.detector(Compiled.DETECTS);
    String printed = run(name, text, modules, specialise, detector);
    if (Compiled.DETECTS) {
      assertEquals(before, ruchy.runtime.engine.Detector.faults(), "faults in\n" + text);
    }
    return printed;
  }

  /// With the detector or without, whatever it finds.
  static String run(
      String name, String text, ModuleSource modules, boolean specialise, Detector detector)
      throws Exception {
    Compilation compilation =
        Compiler.compile(
            List.of(Source.of(name, text)),
            modules,
            LIBRARY,
            new Compiler.Options(specialise, false).detecting(detector));
    Classes classes = compilation.classes();
    assertNotNull(classes, () -> "problems: " + compilation.problems() + " of\n" + text);
    return run(name, classes);
  }

  /// What a compiled program prints.
  static String run(String name, Classes classes) throws Exception {
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
      if (!thread.join(LIMIT)) {
        thread.interrupt();
        thread.join();
      }
    } finally {
      Output.STANDARD.redirect(null);
    }
    return output.toString(StandardCharsets.UTF_8);
  }

  /// Runs it as the main task, which holds the turn.
  private static void runReporting(Runnable program) {
    Turn.PROGRAM.enter();
    try {
      program.run();
    } catch (RuntimeException | Error thrown) {
      Output.STANDARD.text(Failure.from(thrown).report());
    } finally {
      Turn.PROGRAM.leave();
    }
  }

  /// The modules in one folder, which need not exist; each file is one source.
  private static final class FolderModules implements ModuleSource {
    private final Path folder;
    private final Map<Path, Source> sources = new HashMap<>();

    FolderModules(Path folder) {
      this.folder = folder;
    }

    @Override
    public @Nullable Source find(String path, Source importing) {
      Path file = folder.resolve(path.endsWith(".ruchy") ? path : path + ".ruchy").normalize();
      return Files.exists(file) ? sources.computeIfAbsent(file, this::read) : null;
    }

    private Source read(Path file) {
      try {
        return Source.of(folder.relativize(file).toString(), Files.readString(file));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
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
