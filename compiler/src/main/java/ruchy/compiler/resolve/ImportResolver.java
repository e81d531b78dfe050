package ruchy.compiler.resolve;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.problem.NameProblem.CircularDependency;
import ruchy.compiler.problem.NameProblem.ModuleNotFound;
import ruchy.compiler.problem.NameProblem.UnknownStandardModule;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.Identifier;
import ruchy.compiler.tree.Item;
import ruchy.compiler.tree.Item.ImportEntry;
import ruchy.compiler.tree.SourceFile;

/// Imports: binds names to modules and their members, and finds the files of modules (L 14).
final class ImportResolver {
  /// A module file whose names are declared.
  record Unit(SourceFile file, ModuleDeclaration module) {}

  private final Resolution all;
  private final ModuleSource modules;
  private final Map<String, Unit> loaded = new LinkedHashMap<>();
  private final List<Unit> inOrder = new ArrayList<>();
  private final List<String> loading = new ArrayList<>();
  private final List<Binding.Imported> open = new ArrayList<>();
  private final Set<String> failed = new HashSet<>();
  private boolean hasFailedWildcard;

  ImportResolver(Resolution all, ModuleSource modules) {
    this.all = all;
    this.modules = modules;
  }

  /// The imported files, each after those that it imports itself.
  List<Unit> units() {
    return inOrder;
  }

  /// Whether a name, or the first one of a path, is not there because its import has failed: that
  /// is one problem, not one more for each use.
  boolean hasFailed(String path) {
    int end = path.indexOf("::");
    return failed.contains(end < 0 ? path : path.substring(0, end))
        || (hasFailedWildcard && end < 0);
  }

  /// Finds what all imports declared so far stand for.
  void resolveOpen() {
    while (!open.isEmpty()) {
      List<Binding.Imported> now = List.copyOf(open);
      open.clear();
      now.forEach(Binding.Imported::resolve);
    }
  }

  void declare(Item.Import imports, ModuleDeclaration module) {
    for (ImportEntry entry : imports.entries()) {
      declare(entry, imports.modifiers().visible(), module);
    }
  }

  private void declare(ImportEntry entry, boolean visible, ModuleDeclaration module) {
    Scope scope = module.scope();
    if (entry.all()) {
      var imported = new Binding.Imported(() -> find(entry, scope));
      open.add(imported);
      java.util.function.Function<String, @Nullable Binding> source =
          name -> behind(imported, name);
      scope.addWildcard(source);
      if (visible) {
        module.showWildcard(source);
      }
      return;
    }
    String name = nameOf(entry);
    bind(name, entry, scope);
    if (visible) {
      module.show(name);
    }
  }

  /// What `name` stands for behind a wildcard. A group of the standard library would take any name
  /// for a module: only those that exist count.
  private @Nullable Binding behind(Binding.Imported imported, String name) {
    Binding target = imported.target();
    Binding found = target == null ? null : all.paths.member(target, name);
    return found instanceof Binding.LibraryModule module && !module.known() ? null : found;
  }

  private void bind(String name, ImportEntry entry, Scope scope) {
    var imported = new Binding.Imported(() -> find(entry, scope));
    open.add(imported);
    Binding present = scope.raw(name);
    if (present == null || present instanceof Binding.Imported) {
      scope.bind(name, imported);
    }
  }

  /// `mod name;`
  void declare(Item.Module item, ModuleDeclaration module) {
    var imported = ofFile(item, module.scope());
    open.add(imported);
    module.scope().bind(item.name().text(), imported);
  }

  private Binding.Imported ofFile(Item.Module item, Scope scope) {
    ImportEntry entry = InnerImports.entryOf(item);
    return new Binding.Imported(() -> find(entry, scope));
  }

  /// `mod name;` in a block
  void declareLocal(Item.Module item, Scope scope) {
    var imported = ofFile(item, scope);
    scope.bind(item.name().text(), imported);
    imported.resolve();
  }

  /// Loads the files that are imported in blocks of a file. What is wrong with such an import is
  /// reported where it is resolved.
  void loadInner(SourceFile file, ModuleDeclaration module) {
    for (ImportEntry entry : InnerImports.of(file)) {
      List<Identifier> path = entry.path();
      String first = path.getFirst().text();
      if (entry.file()) {
        loadIfThere(first, path.getFirst(), entry, module);
      } else if (!first.equals("std")
          && !first.equals("java")
          && known(first, module.scope()) == null
          && all.names.predeclaredSpace(first) == null) {
        int length = entry.member() ? path.size() - 1 : path.size();
        while (length > 0
            && !loadIfThere(pathOf(path, length), path.get(length - 1), entry, module)) {
          length--;
        }
      }
    }
  }

  private boolean loadIfThere(
      String path, Identifier name, ImportEntry entry, ModuleDeclaration importing) {
    Source source = modules.find(path, entry.span().source());
    if (source == null) {
      return false;
    }
    if (!loaded.containsKey(source.name()) && !loading.contains(source.name())) {
      load(source, name.text(), importing);
    }
    return true;
  }

  private static String pathOf(List<Identifier> path, int length) {
    return path.subList(0, length).stream().map(Identifier::text).collect(Collectors.joining("/"));
  }

  /// `export {a, b as c}`, `export {a} from "m"`, `export default e`
  void declare(Item.Export export, ModuleDeclaration module) {
    if (export.fallback() != null) {
      var name = new Identifier("default", export.span());
      module.show("default");
      module
          .scope()
          .bind(
              "default",
              new Binding.OfGlobal(all.items.newGlobal(name, null, module.scope(), false)));
    }
    for (ImportEntry entry : export.names()) {
      boolean local = entry.path().size() == 1 && !entry.file();
      if (!local || entry.alias() != null) {
        declare(entry, true, module);
      } else {
        module.show(entry.path().getFirst().text());
      }
    }
  }

  /// An import in a block.
  void declareLocal(Item.Import imports, Scope scope) {
    for (ImportEntry entry : imports.entries()) {
      var imported = new Binding.Imported(() -> find(entry, scope));
      if (entry.all()) {
        scope.addWildcard(name -> behind(imported, name));
      } else {
        Binding present = scope.raw(nameOf(entry));
        if (present == null || present instanceof Binding.Imported) {
          scope.bind(nameOf(entry), imported);
        }
      }
      imported.resolve();
    }
  }

  private static String nameOf(ImportEntry entry) {
    if (entry.alias() != null) {
      return entry.alias().text();
    }
    String last = entry.path().getLast().text();
    if (!entry.file() || entry.path().size() > 1) {
      return last;
    }
    String name = last.substring(last.lastIndexOf('/') + 1);
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  private @Nullable Binding find(ImportEntry entry, Scope scope) {
    Binding found = search(entry, scope);
    boolean isStandard = !entry.path().isEmpty() && entry.path().getFirst().text().equals("std");
    if (found == null && !isStandard && !entry.path().isEmpty()) {
      hasFailedWildcard |= entry.all();
      failed.add(nameOf(entry));
    }
    return found;
  }

  private @Nullable Binding search(ImportEntry entry, Scope scope) {
    if (entry.path().isEmpty()) {
      return null; // the parser has reported it
    }
    String first = entry.path().getFirst().text();
    if (entry.file()) {
      return file(entry, 1, first, scope);
    }
    return switch (first) {
      case "java" -> null; // the parser has reported it
      case "std" -> standard(entry);
      default -> named(first, entry, scope);
    };
  }

  private @Nullable Binding named(String first, ImportEntry entry, Scope scope) {
    Binding binding = known(first, scope);
    if (binding == null && entry.path().size() == 1 && entry.alias() != null) {
      // `export {f as g}`, `use f as g`
      binding = scope.find(first);
    }
    return binding != null ? behind(binding, entry, 1, scope) : fileOf(entry, scope);
  }

  private @Nullable Binding known(String first, Scope scope) {
    return switch (first) {
      case "self", "super", "crate" -> all.paths.space(first, scope);
      default -> scope.findSpace(first);
    };
  }

  /// The members behind `binding` that the rest of the path names, from index `from` on.
  private @Nullable Binding behind(Binding binding, ImportEntry entry, int from, Scope scope) {
    Binding found = binding;
    for (int i = from; i < entry.path().size(); i++) {
      Binding space = found;
      found = all.paths.member(space, entry.path().get(i).text());
      if (found == null) {
        all.paths.undefined(space, entry.path().subList(0, i + 1), true, scope);
        return null;
      }
    }
    return found;
  }

  private @Nullable Binding standard(ImportEntry entry) {
    Binding binding = new Binding.LibraryModule("std", true);
    for (int i = 1; i < entry.path().size() && binding != null; i++) {
      binding = all.paths.member(binding, entry.path().get(i).text());
    }
    boolean nothing =
        binding instanceof Binding.LibraryModule module
            && !module.known()
            && !LibraryNames.isGroup(module.name());
    if (binding == null || nothing) {
      if (entry.path().size() > 1 && LibraryNames.isMeaningless(entry.path().get(1).text())) {
        return null;
      }
      String path = PathResolver.text(entry.path());
      all.report(new UnknownStandardModule(path, entry.span(), similarStandard(entry.path())));
      return null;
    }
    return binding;
  }

  /// The path with another last name, if the one before it stands for something.
  private @Nullable String similarStandard(List<Identifier> path) {
    List<Identifier> space = path.subList(0, path.size() - 1);
    Binding behind = all.paths.find(space, all.program.scope());
    String similar = behind == null ? null : all.paths.similarMember(path.getLast().text(), behind);
    return similar == null ? null : PathResolver.text(space) + "::" + similar;
  }

  /// A module of the standard library by its own name, or a file: the longest path that is one, the
  /// rest being members.
  private @Nullable Binding fileOf(ImportEntry entry, Scope scope) {
    List<Identifier> path = entry.path();
    Binding library = all.names.predeclaredSpace(path.getFirst().text());
    if (library != null) {
      return behind(library, entry, 1, scope);
    }
    int longest = entry.member() ? path.size() - 1 : path.size();
    for (int length = longest; length > 0; length--) {
      Source source = modules.find(pathOf(path, length), entry.span().source());
      if (source != null) {
        return opened(source, entry, length, scope);
      }
    }
    int shown = path.size() == 1 ? 1 : longest == path.size() ? longest - 1 : longest;
    String name = PathResolver.text(path.subList(0, Math.max(1, shown)));
    all.report(new ModuleNotFound(name, entry.span()));
    failed.add(path.getFirst().text());
    return null;
  }

  private @Nullable Binding file(ImportEntry entry, int length, String path, Scope scope) {
    Source source = modules.find(path, entry.span().source());
    if (source == null) {
      all.report(new ModuleNotFound(path, entry.path().getFirst().span()));
      return null;
    }
    return opened(source, entry, length, scope);
  }

  private @Nullable Binding opened(Source source, ImportEntry entry, int length, Scope scope) {
    Unit unit = loaded.get(source.name());
    if (loading.contains(source.name())) {
      circular(source, entry.span());
      return null;
    }
    if (unit == null) {
      unit = load(source, entry.path().get(length - 1).text(), above(entry, length, scope));
    }
    return behind(new Binding.OfModule(unit.module(), false), entry, length, scope);
  }

  /// The module around the file that the first names of the path are: that of the names before the
  /// last one if it is known as a file too, else the one that imports it.
  private ModuleDeclaration above(ImportEntry entry, int length, Scope scope) {
    if (!entry.file() && length > 1) {
      Source outer = modules.find(pathOf(entry.path(), length - 1), entry.span().source());
      Unit unit = outer == null ? null : loaded.get(outer.name());
      if (unit != null) {
        return unit.module();
      }
    }
    return scope.module();
  }

  private void circular(Source source, Span span) {
    List<String> names =
        new ArrayList<>(loading.subList(loading.indexOf(source.name()), loading.size()));
    names.add(source.name());
    all.report(new CircularDependency(names, span));
  }

  /// Names of files that are being declared, so that they cannot be imported by what they import.
  void enter(String sourceName) {
    loading.add(sourceName);
  }

  void leave() {
    loading.removeLast();
  }

  private Unit load(Source source, String name, ModuleDeclaration importing) {
    SourceFile file = all.parse(source);
    Scope scope = Scope.ofFile(null, all.topLevel);
    var module = new ModuleDeclaration(name, scope, null, file.body());
    module.setImporting(importing);
    scope.setModule(module);
    var unit = new Unit(file, module);
    loaded.put(source.name(), unit);
    enter(source.name());
    List<Binding.Imported> before = new ArrayList<>(open);
    open.clear();
    all.items.declareModule(file.body(), module);
    if (module.showsNothing()) {
      module.setShowsAll();
    }
    resolveOpen();
    loadInner(file, module);
    open.addAll(before);
    leave();
    inOrder.add(unit);
    return unit;
  }
}
