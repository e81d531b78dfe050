package ruchy.cli;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.Compilation;
import ruchy.compiler.Compiler;
import ruchy.compiler.source.Source;

/// The files of one program: its prelude files in order and, as the last, the program itself.
record ProgramFiles(List<Source> sources) {
  /// Reads the preludes, and puts the program after them.
  ///
  /// @throws CommandFailure if a file cannot be read
  static ProgramFiles of(List<String> preludes, Source program) {
    var sources = new ArrayList<Source>();
    for (String prelude : preludes) sources.add(SourceFiles.read(prelude));
    sources.add(program);
    return new ProgramFiles(List.copyOf(sources));
  }

  Compilation compile(Compiler.Options options) {
    return DeepStack.call(
        () -> {
          var library = PartsFolder.ofThisCommand().library();
          return Compiler.compile(sources, new ModuleFiles(sources), library, options);
        });
  }
}
