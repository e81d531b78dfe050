package ruchy.cli.editor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import ruchy.cli.editor.Declarations.Kind;
import ruchy.compiler.program.UserType;
import ruchy.compiler.source.Source;
import ruchy.compiler.type.Type;

/// What may stand after a dot, by what stands before it.
final class Members {
  /// Stands for the member that is being written. No program has this name.
  private static final String PLACEHOLDER = "member_that_is_being_written";

  private final Map<String, Kind> own = new LinkedHashMap<>();
  private final List<String> owners = new ArrayList<>();

  private Members() {}

  /// The names that the program declares for the members.
  Map<String, Kind> own() {
    return own;
  }

  /// The kinds and types whose library members may stand there; empty if nothing is known.
  List<String> owners() {
    return owners;
  }

  /// What is known of the place of a word after a dot.
  static Members at(Program program, Program.Word word, Workshop workshop) {
    var source = program.source();
    var text = source.text();
    var before = text.substring(0, word.span().start());
    var after = text.substring(word.span().end());
    var types =
        workshop.receivers(Source.of(source.name(), before + PLACEHOLDER + after), PLACEHOLDER);
    var members = new Members();
    if (types.isEmpty() || types.contains(Type.Basic.ANY)) return members;
    types.forEach(members::add);
    if (!members.owners.isEmpty()) members.owners.add("any");
    return members;
  }

  private void add(Type type) {
    switch (type) {
      case Type.Basic basic -> owners.addAll(ownersOf(basic));
      case Type.ListType _ -> owners.add("list");
      case Type.SetType _ -> owners.add("set");
      case Type.MapType _ -> owners.add("map");
      case Type.TupleType _ -> owners.add("tuple");
      case Type.CallableType _ -> owners.add("function");
      case Type.ObjectType(var layout) -> {
        layout.keys().forEach(key -> own.put(key, Kind.FIELD));
        owners.add("map");
      }
      case Type.LibraryType(String name) -> owners.add(name);
      case Type.InstanceType(UserType user) -> {
        addUserType(user);
        owners.add(user.form() == UserType.Form.ACTOR ? "actor" : "any");
      }
      case Type.Union union -> union.members().forEach(this::add);
    }
  }

  private static List<String> ownersOf(Type.Basic type) {
    return switch (type) {
      case INTEGER -> List.of("integer", "number");
      case FLOAT -> List.of("float", "number");
      case BOOLEAN -> List.of("boolean");
      case STRING -> List.of("string");
      case BYTE -> List.of("byte");
      case RANGE -> List.of("range", "list");
      case ERROR -> List.of("error");
      case OPTION -> List.of("option", "result");
      case FUNCTION -> List.of("function");
      case ATOM -> List.of("any");
      case NIL, NEVER, ANY -> List.of();
    };
  }

  private void addUserType(UserType type) {
    type.fields().forEach(field -> own.put(field.name(), Kind.FIELD));
    for (String method : type.methods().keySet()) {
      if (method.startsWith("get ") || method.startsWith("set ")) {
        own.put(method.substring("get ".length()), Kind.FIELD);
      } else if (Character.isJavaIdentifierStart(method.charAt(0)) && method.indexOf(' ') < 0) {
        own.put(method, Kind.FUNCTION);
      }
    }
  }
}
