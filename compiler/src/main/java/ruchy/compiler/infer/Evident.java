package ruchy.compiler.infer;

import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;

/// Which values have a type that can be read off the program (L 4.3): literals, constructor calls,
/// variables with an annotation, calls of functions with a result type, and what operators make of
/// these. What else inference knows depends on all callers; a program may count on the error that
/// is raised when it runs.
final class Evident {
  private final Version version;

  Evident(Version version) {
    this.version = version;
  }

  boolean is(Node node) {
    return switch (node) {
      case Node.Constant _,
          Node.ByteConstant _,
          Node.AtomConstant _,
          Node.BytesConstant _,
          Node.Format _,
          Node.ListOf _,
          Node.RepeatOf _,
          Node.TupleOf _,
          Node.SetOf _,
          Node.ObjectOf _,
          Node.MapOf _,
          Node.RangeOf _,
          Node.MakeClosure _,
          Node.FunctionValue _,
          Node.MakeInstance _,
          Node.Construct _,
          Node.MakeVariant _,
          Node.MakeOption _,
          Node.Cast _,
          Node.Not _ ->
          true;
      case Node.Read read -> isDefinite(read.variable().annotation());
      case Node.Check check -> isDefinite(check.type()) || is(check.value());
      case Node.Write write -> is(write.value());
      case Node.Declare declare -> is(declare.value());
      case Node.CopyOf copy -> is(copy.value());
      case Node.Binary binary -> is(binary.left()) && is(binary.right());
      case Node.Unary unary -> is(unary.operand());
      case Node.Logical logical -> is(logical.left()) && is(logical.right());
      case Node.Coalesce coalesce -> is(coalesce.left()) && is(coalesce.right());
      case Node.Sequence sequence -> sequence.nodes().isEmpty() || is(sequence.nodes().getLast());
      case Node.Conditional choice -> is(choice.then()) && is(choice.otherwise());
      case Node.CallFunction call -> hasResult(call.function());
      case Node.CallKnownMethod call -> hasResult(call.function());
      case Node.CallLibrary _, Node.LibraryValue _ -> version.targetOf(node) != null;
      case Node.CallMethod call -> is(call.target()) && ofMethod(version.targetOf(call));
      case Node.ReadMember _,
          Node.WriteMember _,
          Node.ReadIndex _,
          Node.WriteIndex _,
          Node.SliceOf _,
          Node.Propagate _,
          Node.Dereference _,
          Node.WriteThrough _,
          Node.SafeChain _,
          Node.CallValue _,
          Node.Match _,
          Node.Destructure _,
          Node.Loop _,
          Node.While _,
          Node.ForEach _,
          Node.Break _,
          Node.Continue _,
          Node.Return _,
          Node.Throw _,
          Node.Try _,
          Node.Spawn _,
          Node.Await _,
          Node.Faulty _ ->
          false;
    };
  }

  private static boolean hasResult(Function function) {
    return isDefinite(function.result()) && !function.isAsync();
  }

  /// Whether the annotation leaves values of one kind only.
  private static boolean isDefinite(@Nullable Annotation annotation) {
    return switch (annotation) {
      case null -> false;
      case Annotation.OfKind(Annotation.Kind kind) ->
          kind != Annotation.Kind.NUMBER && kind != Annotation.Kind.OBJECT;
      case Annotation.OfUserType(UserType type) -> !type.isExtended();
      case Annotation.ListOf _,
          Annotation.SetOf _,
          Annotation.MapOf _,
          Annotation.TupleOf _,
          Annotation.Callable _,
          Annotation.ResultOf _,
          Annotation.OfLibraryType _ ->
          true;
      case Annotation.Anything _, Annotation.OptionOf _, Annotation.OfTrait _, Annotation.Cell _ ->
          false;
    };
  }

  private static boolean ofMethod(@Nullable Target target) {
    return switch (target) {
      case Target.OfMethod(Function method, var _) -> hasResult(method);
      case Target.OfLibrary _ -> true;
      case null, default -> false;
    };
  }
}
