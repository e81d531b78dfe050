package ruchy.cli;

import java.util.ArrayList;
import java.util.List;
import ruchy.compiler.Compilation;
import ruchy.compiler.Compiler;
import ruchy.compiler.infer.Types;
import ruchy.compiler.source.Source;

/// The files of one program: its prelude files in order and, as the last, the program itself.
///
/// @param modules the files of its modules; those that are there after compiling were imported
record ProgramFiles(List<Source> sources, ModuleFiles modules) {
  /// Reads the preludes, and puts the program after them.
  ///
  /// @throws CommandFailure if a file cannot be read
  static ProgramFiles of(List<String> preludes, Source program) {
    var sources = new ArrayList<Source>();
    for (String prelude : preludes) sources.add(SourceFiles.read(prelude));
    sources.add(program);
    return new ProgramFiles(List.copyOf(sources), new ModuleFiles(sources));
  }

  /// As [#of], for a jar: its classes know the files by their paths from the program's folder, so
  /// that the jar does not depend on where it is built, nor on how the program is named.
  static ProgramFiles ofJar(List<String> preludes, String program, Terminal terminal) {
    if (program.equals(SourceFiles.STANDARD_INPUT)) {
      return of(preludes, SourceFiles.standardInput(terminal));
    }
    var folder = SourceFiles.folderOf(program);
    var sources = new ArrayList<Source>();
    for (String prelude : preludes) sources.add(SourceFiles.read(prelude, folder));
    sources.add(SourceFiles.read(program, folder));
    return new ProgramFiles(List.copyOf(sources), new ModuleFiles(sources, folder));
  }

  Compilation compile(Compiler.Options options) {
    return DeepStack.call(
        () -> {
          var library = PartsFolder.ofThisCommand().library();
          return Compiler.compile(sources, modules, library, DetectorSwitch.applied(options));
        });
  }

  /// The types of a program that may have errors.
  Types types() {
    return DeepStack.call(
        () -> Compiler.types(sources, modules, PartsFolder.ofThisCommand().library()));
  }
}
