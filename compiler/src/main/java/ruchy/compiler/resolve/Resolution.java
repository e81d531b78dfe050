package ruchy.compiler.resolve;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ruchy.compiler.lex.Lexer;
import ruchy.compiler.parse.Parser;
import ruchy.compiler.problem.NameProblem;
import ruchy.compiler.problem.Problem;
import ruchy.compiler.problem.Problems;
import ruchy.compiler.problem.SyntaxProblem.NotSupported;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;
import ruchy.compiler.program.Variable;
import ruchy.compiler.source.Source;
import ruchy.compiler.source.Span;
import ruchy.compiler.tree.SourceFile;

/// What the resolvers of one program share: each other, what they have found, and which functions
/// wait for their bodies to be resolved.
final class Resolution {
  final Problems problems;
  final LibraryNames library;
  final Frame topLevel;
  final ModuleDeclaration program;
  final Captures captures = new Captures();
  final TestResolver tests = new TestResolver(this::report);

  /// The program is one entry of a session, with the entries before it.
  boolean isSession;

  /// Named arguments are given to some value.
  boolean namesParameters;

  /// The names that the texts of all files assign; known once these are declared.
  AssignedNames assigned = AssignedNames.of(List.of());

  /// The keys that these texts write; known at the same time.
  WrittenKeys keys = WrittenKeys.of(List.of());

  final Suggestions suggestions;

  final List<Function> functions = new ArrayList<>();
  final List<Variable> globals = new ArrayList<>();
  final List<UserType> userTypes = new ArrayList<>();
  final List<TypeDeclaration> types = new ArrayList<>();

  final Names names;
  final PathResolver paths;
  final CallResolver calls;
  final ArgumentResolver arguments;
  final InstanceResolver instances;
  final ExpressionResolver expressions;
  final BlockResolver blocks;
  final MemberResolver members;
  final AssignmentResolver assignments;
  final PlaceResolver places;
  final CollectionResolver collections;
  final MacroResolver macros;
  final LoopResolver loops;
  final ControlResolver control;
  final PatternResolver patterns;
  final LetResolver lets;
  final TaskResolver tasks;
  final FunctionResolver bodies;
  final AnnotationResolver annotations;
  final Checks checks;
  final Copies copies;
  final ItemResolver items;
  final TypeResolver typeHeads;
  final TypeConstants typeConstants;
  final WrittenArguments written;
  final ReceiverPlaces receiverPlaces;
  final MethodResolver methods;
  final ImplResolver impls;
  final DerivedDefaults defaults;
  final OpenDefaults openDefaults;
  final ImportResolver imports;
  final LocalTypes localTypes;

  /// Declarations of `Program.functions` in source order; their bodies are resolved when something
  /// refers to them.
  private final List<FunctionDeclaration> declared = new ArrayList<>();

  private final Deque<FunctionDeclaration> pending = new ArrayDeque<>();
  private boolean mayHaveEnded;

  /// The names in parts of modules that have syntax errors.
  private final Set<String> doubtful = new HashSet<>();

  Resolution(LibraryNames library, ModuleSource modules, Problems problems, Function topLevel) {
    this.library = library;
    this.problems = problems;
    this.topLevel = new Frame(topLevel, null);
    Scope scope = Scope.ofFile(null, this.topLevel);
    this.program = new ModuleDeclaration("crate", scope, null, List.of());
    scope.setModule(this.program);
    this.suggestions = new Suggestions(library);
    this.names = new Names(this);
    this.paths = new PathResolver(this);
    this.calls = new CallResolver(this);
    this.arguments = new ArgumentResolver(this);
    this.instances = new InstanceResolver(this);
    this.expressions = new ExpressionResolver(this);
    this.blocks = new BlockResolver(this);
    this.members = new MemberResolver(this);
    this.assignments = new AssignmentResolver(this);
    this.places = new PlaceResolver(this);
    this.collections = new CollectionResolver(this);
    this.macros = new MacroResolver(this);
    this.loops = new LoopResolver(this);
    this.control = new ControlResolver(this);
    this.patterns = new PatternResolver(this);
    this.lets = new LetResolver(this);
    this.tasks = new TaskResolver(this);
    this.bodies = new FunctionResolver(this);
    this.annotations = new AnnotationResolver(this);
    this.checks = new Checks(this);
    this.copies = new Copies();
    this.items = new ItemResolver(this);
    this.typeHeads = new TypeResolver(this);
    this.typeConstants = new TypeConstants(this);
    this.written = new WrittenArguments(this);
    this.receiverPlaces = new ReceiverPlaces(this);
    this.methods = new MethodResolver(this);
    this.impls = new ImplResolver(this);
    this.defaults = new DerivedDefaults(this);
    this.openDefaults = new OpenDefaults(this);
    this.imports = new ImportResolver(this, modules);
    this.localTypes = new LocalTypes(this);
  }

  /// The tree of a module's source, without what has syntax errors.
  SourceFile parse(Source source) {
    var syntax = new Problems();
    SourceFile file = Parser.parse(Lexer.lex(source, syntax), syntax);
    syntax.inOrder().forEach(problems::report);
    return syntax.hasErrors() ? SoundParts.of(file, syntax.inOrder(), doubtful) : file;
  }

  /// Reports a problem, unless it only follows from an import, or from syntax errors of a module,
  /// that have been reported.
  void report(Problem problem) {
    String name =
        switch (problem) {
          case NameProblem.UndefinedFunction(String text, _, _) -> text;
          case NameProblem.UndefinedVariable(String text, _, _, _) -> text;
          case NameProblem.UndefinedVariant(String text, _, _) -> text;
          case NameProblem.UnknownType(String text, _, _) -> text;
          default -> null;
        };
    boolean followsFromImport = name != null && imports.hasFailed(name);
    if (!followsFromImport && !SoundParts.isDoubtful(problem, doubtful)) {
      problems.report(problem);
    }
  }

  /// Reports what cannot be compiled yet; the node stands in for it.
  Node notSupported(String topic, Span span) {
    report(new NotSupported(topic, span));
    return Frame.faulty(span);
  }

  /// A function whose body is resolved later.
  void declare(FunctionDeclaration declaration) {
    declared.add(declaration);
    functions.add(declaration.function());
  }

  /// Code refers to the function, so it may run from now on.
  void refer(FunctionDeclaration declaration) {
    if (declaration.nested() == null && declaration.refer()) {
      pending.add(declaration);
    }
  }

  /// Code refers to the type, so its methods may run from now on.
  void refer(TypeDeclaration type) {
    for (TypeDeclaration each = type; each != null && each.refer(); each = each.parent()) {
      each.functions().forEach(this::refer);
    }
  }

  /// Resolves the functions that may have run when the code resolved so far has run. Always done
  /// before a global counts as initialised, so that they check it when they read it.
  void resolveReferred() {
    FunctionDeclaration next = pending.poll();
    while (next != null) {
      bodies.resolve(next);
      next = pending.poll();
    }
  }

  /// Resolves all functions that nothing has referred to.
  void resolveRest() {
    resolveReferred();
    for (int i = 0; i < declared.size(); i++) {
      refer(declared.get(i));
      resolveReferred();
    }
  }

  /// The global is initialised whenever later code runs, unless the top-level code may have ended
  /// before, or it belongs to a module in a function.
  void initialised(Global global) {
    if (global.scope().frame() != topLevel) {
      return;
    }
    resolveReferred();
    if (!mayHaveEnded) {
      global.settle();
    }
  }

  /// Top-level code may have ended by `return`; what follows may never run.
  void topLevelReturns() {
    mayHaveEnded = true;
  }
}
