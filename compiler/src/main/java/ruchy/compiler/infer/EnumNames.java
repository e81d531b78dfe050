package ruchy.compiler.infer;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
import ruchy.runtime.library.LibraryFunction;

/// Whether a value that is an Option or a Result is one or the other, as far as the program shows;
/// types do not tell them apart.
final class EnumNames {
  private EnumNames() {}

  /// `Option` or `Result`; null if the program does not show it.
  static @Nullable String of(Node node, Version version) {
    return switch (node) {
      case Node.MakeOption option ->
          switch (option.form()) {
            case SOME, NONE -> "Option";
            case OK, ERR -> "Result";
          };
      case Node.Check check -> {
        String annotated = of(check.type());
        yield annotated == null ? of(check.value(), version) : annotated;
      }
      case Node.Read read -> of(read.variable().annotation());
      case Node.CopyOf copy -> of(copy.value(), version);
      case Node.Sequence sequence when !sequence.nodes().isEmpty() ->
          of(sequence.nodes().getLast(), version);
      case Node.CallFunction call -> of(call.function().result());
      case Node.CallKnownMethod call -> of(call.function().result());
      case Node.CallMethod _, Node.CallLibrary _ ->
          switch (version.targetOf(node)) {
            case Target.OfMethod(var method, _) -> of(method.result());
            case Target.OfLibrary(var function) -> of(function);
            case null, default -> null;
          };
      default -> null;
    };
  }

  private static @Nullable String of(@Nullable Annotation annotation) {
    return switch (annotation) {
      case Annotation.OptionOf _ -> "Option";
      case Annotation.ResultOf _ -> "Result";
      case null, default -> null;
    };
  }

  private static @Nullable String of(LibraryFunction function) {
    String result = function.resultType();
    return result.startsWith("option<") ? "Option" : result.startsWith("result<") ? "Result" : null;
  }
}
