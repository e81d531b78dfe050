package ruchy.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.Compilation;
import ruchy.compiler.Compiler;
import ruchy.compiler.emit.Classes;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.resolve.ModuleSource;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;
import ruchy.runtime.engine.Session;
import ruchy.runtime.failure.Failure;
import ruchy.runtime.library.Library;

/// What a session has got so far (L 20.3). Each entry is compiled together with the entries before
/// it, so that it sees their names; its own code alone runs. Variables live in the runtime's
/// [Session].
final class ReplSession {
  private final Library library = PartsFolder.ofThisCommand().library();
  private final List<ReplEntry> entries = new ArrayList<>();

  /// The modules whose top-level code has run.
  private final Set<String> ranModules = new HashSet<>();

  private Map<String, ClassLoader> owners = new HashMap<>();
  private int count;

  /// What came of an entry.
  sealed interface Outcome {
    /// It has run.
    record Value(@Nullable Object value) implements Outcome {}

    /// It was left by an error.
    record Raised(Failure failure) implements Outcome {}

    /// It has errors, and did not run.
    record Wrong(Compilation compilation) implements Outcome {}
  }

  /// The entry as it is so far.
  ReplEntry entry(String text) {
    return ReplEntry.of("<entry " + (count + 1) + ">", text);
  }

  /// Runs an entry, and keeps what it declares.
  Outcome run(ReplEntry entry) {
    var earlier = entries.stream().map(each -> each.without(entry)).toList();
    return run(entry, earlier, true);
  }

  /// Runs an entry of which nothing is kept.
  Outcome evaluate(ReplEntry entry) {
    return run(entry, List.copyOf(entries), false);
  }

  private Outcome run(ReplEntry entry, List<ReplEntry> before, boolean kept) {
    var earlier = before;
    var attempt = compile(entry, earlier);
    var classes = attempt.classes();
    while (classes == null) {
      var places = outdated(attempt.compilation(), entry);
      if (places.isEmpty()) {
        if (kept) count++;
        return new Outcome.Wrong(attempt.compilation());
      }
      earlier = earlier.stream().map(each -> without(places, each)).toList();
      attempt = compile(entry, earlier);
      classes = attempt.classes();
    }
    count++;
    var loader = new ReplLoader(classes.files(), entry.definitions(), owners);
    if (kept) {
      entries.clear();
      entries.addAll(earlier);
      entries.add(entry.ran());
      owners = loader.owners();
      if (entry.changesMethods()) loader.renewMethods();
    }
    ranModules.addAll(attempt.modules());
    var failure = Session.run(code(classes, loader));
    return failure != null ? new Outcome.Raised(failure) : new Outcome.Value(Session.takeResult());
  }

  /// An entry compiled with those before it, and the modules that they import.
  private record Attempt(Compilation compilation, @Nullable Classes classes, Set<String> modules) {}

  private Attempt compile(ReplEntry entry, List<ReplEntry> earlier) {
    var sources = new ArrayList<Source>();
    for (ReplEntry each : earlier) sources.add(each.source());
    sources.add(entry.source());
    var modules = new Loaded(new ModuleFiles(sources), new LinkedHashSet<>());
    var options = DetectorSwitch.applied(Compiler.Options.entry(Set.copyOf(ranModules)));
    var compilation = Compiler.compile(sources, modules, library, options);
    return new Attempt(compilation, compilation.classes(), modules.names());
  }

  /// Where entries before this one no longer fit what it declares, if that alone is wrong.
  private static List<Span> outdated(Compilation compilation, ReplEntry entry) {
    var errors = compilation.problems().stream().filter(ProblemReport::isError).toList();
    boolean own = errors.stream().anyMatch(error -> error.span().source() == entry.source());
    return own ? List.of() : errors.stream().map(Problem::span).toList();
  }

  private static ReplEntry without(List<Span> places, ReplEntry entry) {
    var rest = entry;
    for (Span place : places) {
      if (place.source() == entry.source()) rest = rest.withoutAt(place.start());
    }
    return rest;
  }

  private static Runnable code(Classes classes, ClassLoader loader) {
    try {
      return (Runnable) loader.loadClass(classes.mainClass()).getConstructor().newInstance();
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("The entry did not start", failure);
    }
  }

  /// The names that entries have declared besides variables, sorted.
  List<String> definitions() {
    var names = new HashSet<String>();
    for (ReplEntry entry : entries) {
      for (ReplEntry.Declared each : entry.declared()) {
        if (!each.isVariable()) names.add(each.name());
      }
    }
    names.removeAll(Session.names());
    return names.stream().sorted().toList();
  }

  /// Forgets everything.
  void reset() {
    entries.clear();
    ranModules.clear();
    owners = new HashMap<>();
    Session.clear();
  }

  /// The modules that a compilation asks for.
  private record Loaded(ModuleSource files, Set<String> names) implements ModuleSource {
    @Override
    public @Nullable Source find(String path, Source importing) {
      var found = files.find(path, importing);
      if (found != null) names.add(found.name());
      return found;
    }
  }
}
