package ruchy.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.analyse.Analysis;
import ruchy.compiler.analyse.StaleWrite;
import ruchy.compiler.emit.Emitter;
import ruchy.compiler.infer.Inference;
import ruchy.compiler.infer.Types;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.lint.Lint;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.problem.LintProblem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.resolve.Resolver;
import ruchy.compiler.resolve.SoundParts;
import ruchy.compiler.source.Source;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.SourceFile;
import ruchy.runtime.library.Library;

/// Turns Ruchy source into JVM classes. Reading this file top-down is reading the compiler.
public final class Compiler {
  /// How to compile.
  ///
  /// @param specialise types are inferred; without it every value counts as unknown, which is slow
  ///   and must never give other results
  /// @param printsResult the program prints the value of its last top-level expression (L 20.1)
  /// @param marked null, or an attribute (`test`, `bench`): the functions of the program that have
  ///   it can be called one by one; `main` is not, then (L 20.4)
  /// @param ran null but for an entry of a session (L 20.3): the sources before the last one are
  ///   the entries before it, and these are the names of the modules whose code has run
  /// @param lints how much is looked for of what is legal and hardly meant; a program that runs
  ///   does not have its warnings told, so the time is saved
  /// @param traces each call of a function of the program is told on standard error (L 20.1); code
  ///   compiled without it knows nothing of that
  /// @param detector whether the code tells the detector of shared state what it looks at and
  ///   changes, which finds faults of the compiler itself; code compiled without it knows nothing
  ///   of that
  public record Options(
      boolean specialise,
      boolean printsResult,
      @Nullable String marked,
      @Nullable Set<String> ran,
      Lints lints,
      boolean traces,
      Detector detector) {
    /// How much of what is legal and hardly meant is told: nothing, what is nearly always a mistake
    /// (`check`, `build`), or also what is only left over (`lint`).
    public enum Lints {
      NONE,
      MISTAKES,
      LEFTOVERS
    }

    /// Whether the detector of shared state is told what the code does.
    public enum Detector {
      /// It is not.
      ABSENT,
      /// It is.
      WATCHING,
      /// It is, and all code counts as touching nothing shared, whatever was found out: every
      /// program that has shared state must make the detector raise.
      WATCHING_WRONG_VERDICTS
    }

    public static final Options STANDARD =
        new Options(true, false, null, null, Lints.MISTAKES, false, Detector.ABSENT);
    public static final Options LINT =
        new Options(true, false, null, null, Lints.LEFTOVERS, false, Detector.ABSENT);
    public static final Options RUN = new Options(true, false);
    public static final Options TESTS =
        new Options(true, false, "test", null, Lints.NONE, false, Detector.ABSENT);
    public static final Options BENCHES =
        new Options(true, false, "bench", null, Lints.NONE, false, Detector.ABSENT);

    /// For an entry of a session: later entries may do anything with what it declares, so no types
    /// are inferred.
    public static Options entry(Set<String> ran) {
      return new Options(false, true, null, ran, Lints.NONE, false, Detector.ABSENT);
    }

    public Options(boolean specialise, boolean printsResult) {
      this(specialise, printsResult, null, null, Lints.NONE, false, Detector.ABSENT);
    }

    /// Whether the code can be stopped by who runs it: an entry that a person interrupts (L 20.3),
    /// a test whose time is over (L 20.4). Other code is not to pay for that.
    boolean canStop() {
      return ran != null || "test".equals(marked);
    }

    /// The same, and whether calls are traced.
    public Options tracing(boolean traced) {
      return new Options(specialise, printsResult, marked, ran, lints, traced, detector);
    }

    /// The same, with the detector of shared state.
    public Options detecting(Detector watching) {
      return new Options(specialise, printsResult, marked, ran, lints, traces, watching);
    }
  }

  private Compiler() {}

  /// Compiles one program: the prelude files and, as the last, the program itself. Without classes
  /// if there are errors. Needs a large stack for deeply nested programs.
  public static Compilation compile(
      List<Source> sources, ModuleSource modules, Library library, Options options) {
    var problems = new Problems();
    List<SourceFile> files = new ArrayList<>();
    for (Source source : sources) {
      var tokens = Lexer.lex(source, problems);
      files.add(Parser.parse(tokens, problems));
    }
    if (problems.hasErrors()) {
      SoundParts.report(
          files,
          (sound, found) -> {
            var program = Resolver.resolve(sound, modules, library, found);
            Inference.infer(program, library, options.specialise(), found);
          },
          problems);
      return Compilation.failed(problems.inOrder());
    }
    var program =
        Resolver.resolve(files, modules, library, options.marked(), options.ran(), problems);
    var types = Inference.infer(program, library, options.specialise(), problems);
    if (options.lints() != Options.Lints.NONE) {
      boolean leftovers = options.lints() == Options.Lints.LEFTOVERS;
      Lint.lint(program, types, library, leftovers, problems);
    }
    if (problems.hasErrors()) {
      return Compilation.failed(problems.inOrder());
    }
    var facts = Analysis.analyse(types, library);
    if (options.detector() == Options.Detector.WATCHING_WRONG_VERDICTS) {
      facts = facts.denyingSharing();
    }
    if (options.lints() != Options.Lints.NONE) {
      for (StaleWrite stale : facts.staleWrites()) {
        problems.report(
            new LintProblem.StaleValue(stale.what(), stale.read(), stale.pause(), stale.write()));
      }
    }
    boolean printsResult = options.printsResult() && !endsWithMain(files.getLast());
    boolean detects = options.detector() != Options.Detector.ABSENT;
    var wishes = new Emitter.Wishes(printsResult, options.traces(), detects, options.canStop());
    var classes = Emitter.emit(program, types, facts, library, wishes, problems);
    return problems.hasErrors()
        ? Compilation.failed(problems.inOrder())
        : new Compilation(classes, problems.inOrder(), types, facts);
  }

  /// The types of a program that is being written: of as much of it as can be understood, in spite
  /// of its errors, which are not told. Needs a large stack for deeply nested programs.
  public static Types types(List<Source> sources, ModuleSource modules, Library library) {
    var problems = new Problems();
    List<SourceFile> files = new ArrayList<>();
    for (Source source : sources) {
      files.add(Parser.parse(Lexer.lex(source, problems), problems));
    }
    var sound = SoundParts.of(files, problems);
    var program = Resolver.resolve(sound, modules, library, problems);
    return Inference.infer(program, library, true, problems);
  }

  /// Whether the function `main` comes last: it is called, so nobody wants to see that it is one.
  private static boolean endsWithMain(SourceFile file) {
    return !file.body().isEmpty()
        && file.body().getLast() instanceof Expression.Declaration(Item.Function function, var _)
        && function.name() != null
        && function.name().text().equals("main");
  }
}
