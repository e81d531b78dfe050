package ruchy.benchmarks.code;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.Compiler;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.runtime.engine.Output;
import ruchy.runtime.library.Library;

/// A Ruchy program that was compiled into this JVM and can be run again and again.
final class RuchyProgram {
  private final Runnable program;

  private RuchyProgram(Runnable program) {
    this.program = program;
  }

  static RuchyProgram compile(Path file, Library library)
      throws IOException, ReflectiveOperationException {
    var compilation =
        Compiler.compile(
            List.of(Source.of(String.valueOf(file.getFileName()), Files.readString(file))),
            ModuleSource.NONE,
            library,
            Compiler.Options.STANDARD);
    Classes classes = compilation.classes();
    if (classes == null) {
      throw new IllegalStateException(file + " has problems: " + compilation.problems());
    }
    return new RuchyProgram(
        (Runnable)
            new Loader(classes.files())
                .loadClass(classes.mainClass())
                .getConstructor()
                .newInstance());
  }

  /// Runs the program on this thread; what it prints, without the last line end.
  String run() {
    var output = new ByteArrayOutputStream();
    Output.STANDARD.redirect(output);
    try {
      program.run();
    } finally {
      Output.STANDARD.redirect(null);
    }
    var text = output.toString(StandardCharsets.UTF_8);
    return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
  }

  /// The classes of one program, which the runtime also reads as files.
  private static final class Loader extends ClassLoader {
    private final Map<String, byte[]> files;

    Loader(Map<String, byte[]> files) {
      super(RuchyProgram.class.getClassLoader());
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
