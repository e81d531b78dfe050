package ruchy.runtime.index;

import com.github.javaparser.JavaParser;
import com.github.javaparser.ParseResult;
import com.github.javaparser.ParserConfiguration;
import com.github.javaparser.ast.CompilationUnit;
import com.github.javaparser.ast.Node;
import com.github.javaparser.ast.body.BodyDeclaration;
import com.github.javaparser.ast.body.FieldDeclaration;
import com.github.javaparser.ast.body.MethodDeclaration;
import com.github.javaparser.ast.body.TypeDeclaration;
import com.github.javaparser.ast.expr.AnnotationExpr;
import com.github.javaparser.ast.expr.ArrayInitializerExpr;
import com.github.javaparser.ast.expr.Expression;
import com.github.javaparser.ast.expr.SingleMemberAnnotationExpr;
import com.github.javaparser.ast.nodeTypes.NodeWithAnnotations;
import com.github.javaparser.ast.type.ArrayType;
import com.github.javaparser.ast.type.ClassOrInterfaceType;
import com.github.javaparser.ast.type.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.LibraryFunction;
import ruchy.runtime.library.LibraryFunction.Kind;

/// Reads the declarations of the library out of Java sources.
final class SourceReader {
  private static final String EXAMPLE = "```ruchy\n";

  private final Path sources;
  private final ClassFiles classFiles;
  private final List<Unit> units = new ArrayList<>();

  /// Ruchy name by internal class name.
  private final Map<String, String> types = new HashMap<>();

  private final Set<String> typeNames = new HashSet<>();

  /// What the class of a type says of it, by internal class name.
  private final Map<String, Set<Flow>> typeFlows = new HashMap<>();

  /// A class that carries an annotation of the library; one unit for each of its annotations.
  private record Unit(Path file, TypeDeclaration<?> declaration, String javaOwner, Home home) {}

  /// What the annotation of a class says about its exports. `prefix` stands before each name.
  private record Home(Kind kind, String owner, String prefix) {}

  SourceReader(Path sources, ClassFiles classFiles) {
    this.sources = sources;
    this.classFiles = classFiles;
  }

  /// Ruchy type name by internal class name. Filled by `read`.
  Map<String, String> types() {
    return types;
  }

  /// What is said of the type of the class with that internal name.
  Set<Flow> flowsOfType(String javaOwner) {
    return typeFlows.getOrDefault(javaOwner, Set.of());
  }

  /// The modules by name, with the internal name of a class that has exports of it. Filled by
  /// `read`.
  Map<String, String> modules() {
    Map<String, String> modules = new HashMap<>();
    for (Unit unit : units) {
      if (unit.home().kind() == Kind.MODULE) {
        modules.putIfAbsent(unit.home().owner(), unit.javaOwner());
      }
    }
    return modules;
  }

  /// All declarations below the source folder.
  List<Declaration> read() throws IOException {
    JavaParser parser =
        new JavaParser(
            new ParserConfiguration().setLanguageLevel(ParserConfiguration.LanguageLevel.JAVA_25));
    List<Path> files;
    try (Stream<Path> walk = Files.walk(sources)) {
      files = walk.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
    for (Path file : files) {
      String source = Files.readString(file);
      if (source.contains("import ruchy.runtime.library.")) {
        collect(file, parser.parse(source));
      }
    }
    List<Declaration> declarations = new ArrayList<>();
    for (Unit unit : units) {
      declarations.addAll(declarations(unit));
    }
    return declarations;
  }

  private void collect(Path file, ParseResult<CompilationUnit> parsed) {
    CompilationUnit unit =
        parsed
            .getResult()
            .filter(_ -> parsed.isSuccessful())
            .orElseThrow(
                () -> new DeclarationError(file.toString(), parsed.getProblems().toString()));
    String folder =
        unit.getPackageDeclaration()
            .map(declaration -> declaration.getNameAsString().replace('.', '/') + "/")
            .orElse("");
    for (TypeDeclaration<?> type : unit.getTypes()) {
      String javaOwner = folder + type.getNameAsString();
      for (Home home : homes(type)) {
        units.add(new Unit(file, type, javaOwner, home));
      }
      String name = text(type, "LibraryType");
      if (name != null) {
        types.put(javaOwner, name);
        typeFlows.put(javaOwner, flows(type));
        if (!typeNames.add(name)) {
          throw new DeclarationError(place(file, type), "the type " + name + " exists twice.");
        }
      }
    }
  }

  private static List<Home> homes(TypeDeclaration<?> type) {
    List<Home> homes = new ArrayList<>();
    if (annotation(type, "Globals") != null) {
      String prefix = text(type, "Globals");
      homes.add(new Home(Kind.GLOBAL, "", prefix == null ? "" : prefix));
    }
    for (String module : texts(type, "Module")) {
      homes.add(new Home(Kind.MODULE, module, ""));
    }
    for (String kind : texts(type, "Members")) {
      homes.add(new Home(Kind.METHOD, kind, ""));
    }
    String name = text(type, "LibraryType");
    if (name != null) {
      homes.add(new Home(Kind.METHOD, name, ""));
    }
    return homes;
  }

  private List<Declaration> declarations(Unit unit) throws IOException {
    List<Declaration> declarations = new ArrayList<>();
    for (BodyDeclaration<?> member : unit.declaration().getMembers()) {
      if (member instanceof MethodDeclaration method) {
        if (annotation(method, "Export") != null) {
          declarations.add(ofMethod(unit, method, false));
        }
        if (annotation(method, "Property") != null) {
          declarations.add(ofMethod(unit, method, true));
        }
      } else if (member instanceof FieldDeclaration field && annotation(field, "Export") != null) {
        declarations.add(ofField(unit, field));
      }
    }
    return declarations;
  }

  private Declaration ofField(Unit unit, FieldDeclaration field) throws IOException {
    String place = place(unit.file(), field);
    String javaName = field.getVariable(0).getNameAsString();
    ClassFiles.Member compiled = classFiles.field(unit.javaOwner(), javaName);
    if (compiled == null || !compiled.isPublic() || !compiled.isStatic()) {
      throw new DeclarationError(place, javaName + " must be public and static.");
    }
    List<String> names = texts(field, "Export");
    List<String> owners = texts(field, "Associated");
    return new Declaration(
        place,
        Kind.CONSTANT,
        owners.isEmpty() ? List.of(unit.home().owner()) : owners,
        names.isEmpty() ? List.of(javaName) : names,
        unit.javaOwner(),
        javaName,
        compiled.descriptor(),
        true,
        List.of(),
        false,
        false,
        false,
        type(place, "the constant", text(field, "Type"), compiled.descriptor(), false),
        false,
        false,
        flows(field, unit.declaration()),
        owners.isEmpty(),
        comment(place, field, names));
  }

  private Declaration ofMethod(Unit unit, MethodDeclaration method, boolean isProperty)
      throws IOException {
    String place = place(unit.file(), method);
    String javaName = method.getNameAsString();
    List<String> simpleTypes = new ArrayList<>();
    for (var parameter : method.getParameters()) {
      simpleTypes.add(simpleName(parameter.getType()) + (parameter.isVarArgs() ? "[]" : ""));
    }
    ClassFiles.Member compiled = classFiles.method(unit.javaOwner(), javaName, simpleTypes);
    if (compiled == null || !compiled.isPublic()) {
      throw new DeclarationError(place, javaName + " must be public.");
    }
    Home home = unit.home();
    boolean isOfType = annotation(unit.declaration(), "LibraryType") != null;
    List<String> owners = texts(method, "Associated");
    Kind kind = home.kind();
    if (!owners.isEmpty() || (isOfType && compiled.isStatic())) {
      kind = Kind.ASSOCIATED;
    }
    boolean hasReceiver = kind == Kind.METHOD;
    boolean receiverIsParameter = hasReceiver && compiled.isStatic();
    List<Declaration.Parameter> parameters = parameters(place, method, compiled.descriptor());
    boolean readsReceiver = false;
    if (receiverIsParameter) {
      if (parameters.isEmpty()) {
        throw new DeclarationError(place, javaName + " needs the receiver as first parameter.");
      }
      readsReceiver = parameters.getFirst().isRead();
      parameters = parameters.subList(1, parameters.size());
    }
    if (isProperty) {
      kind = parameters.isEmpty() ? Kind.READ : Kind.WRITE;
      if (parameters.size() > 1) {
        throw new DeclarationError(place, "a property takes one value at most.");
      }
    }
    boolean takesRest =
        !method.getParameters().isEmpty()
            && method.getParameters().getLast().orElseThrow().isVarArgs();
    List<String> names = texts(method, isProperty ? "Property" : "Export");
    refuseMixed(place, names);
    String result = org.objectweb.asm.Type.getReturnType(compiled.descriptor()).getDescriptor();
    String resultType =
        type(
            place,
            "the result",
            text(method, "Type"),
            result,
            isNullable(method, method.getType()));
    return new Declaration(
        place,
        kind,
        owners.isEmpty() ? List.of(home.owner()) : owners,
        prefixed(
            home.prefix(),
            names.isEmpty() || names.equals(List.of("")) ? List.of(snakeCase(javaName)) : names),
        unit.javaOwner(),
        javaName,
        compiled.descriptor(),
        compiled.isStatic(),
        List.copyOf(parameters),
        hasReceiver,
        takesRest,
        readsReceiver,
        // What several library types have in common gives back the one that it was called on.
        resultType.equals("self") && typeNames.contains(home.owner()) ? home.owner() : resultType,
        annotation(method, "Waits") != null,
        annotation(method, "Mutates") != null,
        flows(method, unit.declaration()),
        home.kind() == Kind.MODULE,
        comment(place, method, names));
  }

  private static List<String> prefixed(String prefix, List<String> names) {
    List<String> prefixed = new ArrayList<>();
    for (String name : names) {
      prefixed.add(prefix + name);
    }
    return prefixed;
  }

  private List<Declaration.Parameter> parameters(
      String place, MethodDeclaration method, String descriptor) {
    List<Declaration.Parameter> parameters = new ArrayList<>();
    org.objectweb.asm.Type[] javaTypes = org.objectweb.asm.Type.getArgumentTypes(descriptor);
    for (int i = 0; i < javaTypes.length; i++) {
      var parameter = method.getParameter(i);
      String javaType = javaTypes[i].getDescriptor();
      boolean isNullable = isNullable(parameter, parameter.getType());
      if (parameter.isVarArgs()) {
        if (!javaType.equals("[Ljava/lang/Object;")) {
          throw new DeclarationError(place, "the rest of the arguments must be Object... in Java.");
        }
        javaType = "Ljava/lang/Object;";
      }
      parameters.add(
          new Declaration.Parameter(
              snakeCase(parameter.getNameAsString()),
              type(
                  place,
                  "the parameter " + parameter.getNameAsString(),
                  text(parameter, "Type"),
                  javaType,
                  isNullable),
              javaType,
              isNullable,
              annotation(parameter, "Reads") != null));
    }
    return parameters;
  }

  /// The type as `@Type` says it, else as the Java type says it.
  private String type(
      String place, String what, @Nullable String written, String descriptor, boolean isNullable) {
    if (written != null) {
      String unknown = TypeWords.firstUnknown(written, typeNames);
      if (unknown != null) {
        throw new DeclarationError(
            place, what + " has the unknown type '" + unknown + "' in '" + written + "'.");
      }
      return written;
    }
    String type = TypeWords.ofJava(descriptor, types);
    if (type == null) {
      throw new DeclarationError(
          place, what + " has the Java type " + descriptor + ", which no Ruchy value has.");
    }
    return isNullable && !type.equals("any") ? type + "?" : type;
  }

  private static boolean isNullable(NodeWithAnnotations<?> node, Type type) {
    return annotation(node, "Nullable") != null
        || type.getAnnotations().stream()
            .anyMatch(annotation -> annotation.getNameAsString().equals("Nullable"));
  }

  private static String simpleName(Type type) {
    if (type instanceof ArrayType array) {
      return simpleName(array.getComponentType()) + "[]";
    }
    return type instanceof ClassOrInterfaceType named ? named.getNameAsString() : type.asString();
  }

  /// Names for the compiler stand apart: the manual has all names of an export, or none.
  private static void refuseMixed(String place, List<String> names) {
    long count = names.stream().filter(LibraryFunction::isOfCompiler).count();
    if (count != 0 && count != names.size()) {
      throw new DeclarationError(
          place, "an export has names for programs or names with '#', and not both.");
    }
  }

  private static String comment(String place, BodyDeclaration<?> member, List<String> names) {
    String text =
        member
            .getComment()
            .filter(comment -> comment.isMarkdownComment())
            .map(comment -> comment.asMarkdownComment().getMarkdownContent().strip())
            .orElse("");
    if (text.isEmpty()) {
      throw new DeclarationError(place, "an export needs a /// comment for the Ruchy reader.");
    }
    if (!text.contains(EXAMPLE) && names.stream().noneMatch(LibraryFunction::isOfCompiler)) {
      throw new DeclarationError(place, "an export needs an example between ```ruchy and ```.");
    }
    return text;
  }

  /// What at least one of the declarations says: that of an export, that of its class.
  private static Set<Flow> flows(NodeWithAnnotations<?>... declarations) {
    return Arrays.stream(Flow.values())
        .filter(
            flow ->
                Arrays.stream(declarations)
                    .anyMatch(one -> annotation(one, flow.annotation()) != null))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static @Nullable AnnotationExpr annotation(NodeWithAnnotations<?> node, String name) {
    return node.getAnnotationByName(name).orElse(null);
  }

  private static @Nullable String text(NodeWithAnnotations<?> node, String annotation) {
    List<String> texts = texts(node, annotation);
    return texts.isEmpty() ? null : texts.getFirst();
  }

  /// The strings of an annotation with one value, or an array of them; empty without annotation or
  /// value.
  private static List<String> texts(NodeWithAnnotations<?> node, String annotation) {
    AnnotationExpr found = annotation(node, annotation);
    if (!(found instanceof SingleMemberAnnotationExpr single)) {
      return List.of();
    }
    Expression value = single.getMemberValue();
    List<String> texts = new ArrayList<>();
    if (value instanceof ArrayInitializerExpr array) {
      for (Expression element : array.getValues()) {
        texts.add(literal(element));
      }
    } else {
      texts.add(literal(value));
    }
    return texts;
  }

  private static String literal(Expression expression) {
    if (expression.isBinaryExpr()) {
      return literal(expression.asBinaryExpr().getLeft())
          + literal(expression.asBinaryExpr().getRight());
    }
    return expression.asStringLiteralExpr().asString();
  }

  private String place(Path file, Node node) {
    Optional<Integer> line = node.getBegin().map(position -> position.line);
    return sources.relativize(file) + ":" + line.orElse(0);
  }

  private static String snakeCase(String javaName) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < javaName.length(); i++) {
      char letter = javaName.charAt(i);
      if (Character.isUpperCase(letter)) {
        name.append('_');
      }
      name.append(letter);
    }
    return name.toString().toLowerCase(Locale.ROOT);
  }
}
