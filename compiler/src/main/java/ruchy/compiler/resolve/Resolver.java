package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.lex.Tokens;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.TypeProblem.ArgumentCount;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Program;
import ruchy.compiler.program.Test;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Expression;
import ruchy.compiler.tree.SourceFile;
import ruchy.runtime.library.Library;

/// Turns the trees of a program into its meaning: binds all names, of its files, of the modules
/// that they import, and of the library. Reports every name that means nothing; the program is then
/// not fit to be run.
public final class Resolver {
  private final Resolution all;
  private final List<SourceFile> files;

  private Resolver(Resolution all, List<SourceFile> files) {
    this.all = all;
    this.files = files;
  }

  /// `files` are the prelude files and last the program; they share one top-level scope (L 13.2).
  public static Program resolve(
      List<SourceFile> files, ModuleSource modules, Library library, Problems problems) {
    return resolve(files, modules, library, null, null, problems);
  }

  /// As above; `marked`: the functions with that attribute are its tests (L 20.4). `ran`: the last
  /// file is an entry of a session, whose code alone is to run; that of the files before it has
  /// run, and that of the modules with these names (L 20.3).
  public static Program resolve(
      List<SourceFile> files,
      ModuleSource modules,
      Library library,
      @Nullable String marked,
      @Nullable Set<String> ran,
      Problems problems) {
    Span span = spanOf(files.getLast());
    var topLevel = new Function("", "top level", Function.Kind.TOP_LEVEL, false, span, null);
    return new Resolver(
            new Resolution(new LibraryNames(library), modules, problems, topLevel), files)
        .program(marked, ran);
  }

  private static Span spanOf(SourceFile file) {
    return new Span(file.source(), 0, file.source().text().length());
  }

  private Program program(@Nullable String marked, @Nullable Set<String> ran) {
    all.isSession = ran != null;
    Function topLevel = all.topLevel.function();
    all.functions.add(topLevel);
    topLevel.setSignature(List.of(), false, null);
    declare();
    topLevel.setBody(topLevelCode(ran));
    all.resolveRest();
    all.impls.checkUnusedDefaults();
    all.captures.settle();
    all.captures.checkOutside(all::report);
    all.lets.checkNamedCalls();
    all.openDefaults.report();
    all.typeConstants.publish();
    sortGlobals();
    List<Test> tests = marked == null ? List.of() : all.tests.of(files.getLast().source(), marked);
    return new Program(
        topLevel,
        main(),
        tests,
        all.functions,
        all.globals,
        all.userTypes,
        all.isSession,
        all.isSession || all.namesParameters);
  }

  /// Makes the names of all files known, then what types and imports stand for.
  private void declare() {
    files.forEach(file -> all.imports.enter(file.source().name()));
    for (SourceFile file : files) {
      all.items.declareModule(file.body(), all.program);
    }
    all.program.setShowsAll();
    all.imports.resolveOpen();
    files.forEach(file -> all.imports.loadInner(file, all.program));
    all.impls.finishAll();
    List<Tokens> texts = new ArrayList<>();
    files.forEach(file -> texts.add(file.tokens()));
    all.imports.units().forEach(unit -> texts.add(unit.file().tokens()));
    all.assigned = AssignedNames.of(texts);
    all.keys = WrittenKeys.of(texts);
    all.copies.setNeeded(
        files.stream().anyMatch(file -> mentionsStructs(file.source()))
            || all.imports.units().stream()
                .anyMatch(unit -> mentionsStructs(unit.file().source())));
  }

  private static boolean mentionsStructs(Source source) {
    return source.text().contains("struct");
  }

  /// The top-level code of modules, prelude files and program, one after the other (L 13.1).
  /// Constants come first.
  private Node topLevelCode(@Nullable Set<String> ran) {
    List<Node> nodes = new ArrayList<>();
    for (Node.Declare constant : all.items.constants().hoist()) {
      if (ran == null || isNew(constant.variable().span().source(), ran)) {
        nodes.add(constant);
      }
    }
    for (var unit : all.imports.units()) {
      Node code = code(unit.file(), unit.module().scope(), false);
      if (ran == null || !ran.contains(unit.file().source().name())) {
        append(code, nodes);
      }
    }
    for (SourceFile file : files) {
      boolean last = file == files.getLast();
      Node code = code(file, all.program.scope(), last);
      if (ran == null || last) {
        append(code, nodes);
      }
    }
    return new Node.Sequence(nodes, spanOf(files.getLast()));
  }

  /// Whether the code of the file has not run in the session yet.
  private boolean isNew(Source source, Set<String> ran) {
    return files.stream().noneMatch(file -> file.source() == source)
        ? !ran.contains(source.name())
        : files.getLast().source() == source;
  }

  /// The top-level code is one flat sequence, so that it can be cut into parts anywhere.
  private static void append(Node code, List<Node> nodes) {
    if (code instanceof Node.Sequence sequence) {
      nodes.addAll(sequence.nodes());
    } else {
      nodes.add(code);
    }
  }

  /// The code of one file. `return` in one that is not the last leaves only that file's code.
  private Node code(SourceFile file, Scope scope, boolean last) {
    List<Expression> body = file.body();
    Span span = spanOf(file);
    if (last) {
      return all.blocks.body(body, false, scope, span);
    }
    var label = new Node.LoopLabel();
    all.topLevel.setEnd(label);
    Node code = all.blocks.body(body, true, scope, span);
    all.topLevel.clearEnd();
    if (!all.topLevel.tookEnd()) {
      return code;
    }
    Node leave = new Node.Break(label, Frame.nil(span), span);
    return new Node.Loop(label, new Node.Sequence(List.of(code, leave), span), span);
  }

  /// The function that is called without arguments after the top-level code (L 13.1).
  private @Nullable Function main() {
    if (!(all.program.scope().own("main") instanceof Binding.Named named)) {
      return null;
    }
    Function main = named.declaration().function();
    Signature signature = named.declaration().signature();
    if (all.isSession) {
      return null;
    }
    if (!signature.accepts(0)) {
      all.report(new ArgumentCount("Function", signature.expected(), 0, main.span()));
      return null; // nobody calls it
    }
    return main;
  }

  /// In the order in which their files run, then in that of their declarations.
  private void sortGlobals() {
    Map<Source, Integer> order = new HashMap<>();
    all.imports.units().forEach(unit -> order.put(unit.file().source(), order.size()));
    files.forEach(file -> order.put(file.source(), order.size()));
    all.globals.sort(
        (a, b) -> {
          int files =
              Integer.compare(
                  order.getOrDefault(a.span().source(), 0),
                  order.getOrDefault(b.span().source(), 0));
          return files != 0 ? files : Integer.compare(a.span().start(), b.span().start());
        });
  }
}
