package ruchy.compiler.resolve;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Annotation;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.UserType;

/// Where structs are copied: by `let`, assignment, passing and storing (L 8.1). Values that
/// certainly are no struct, or are new, are not.
final class Copies {
  /// Library methods whose name says that what they give is to be changed where it is.
  private static final Set<String> PLACES =
      Set.of("get_mut", "first_mut", "last_mut", "iter_mut", "values_mut", "as_mut");

  /// Methods that take such a value out of the Option around it.
  private static final Set<String> OPENING = Set.of("unwrap", "expect", "ok_or", "ok_or_else");

  private boolean needed = true;

  /// A program that declares no struct copies nothing.
  void setNeeded(boolean needed) {
    this.needed = needed;
  }

  boolean areNeeded() {
    return needed;
  }

  Node copy(Node value) {
    return needed && mayBeOldStruct(value) ? new Node.CopyOf(value, value.span()) : value;
  }

  /// What is copied, or the node itself if it copies nothing.
  static Node original(Node node) {
    return node instanceof Node.CopyOf copy ? copy.value() : node;
  }

  /// Whether evaluating it early or late makes no difference.
  static boolean isConstant(Node node) {
    return switch (node) {
      case Node.Constant _,
          Node.ByteConstant _,
          Node.AtomConstant _,
          Node.FunctionValue _,
          Node.LibraryValue _,
          Node.MakeClosure _ ->
          true;
      default -> false;
    };
  }

  /// Whether the value can be a struct that something else still holds.
  private static boolean mayBeOldStruct(@Nullable Node node) {
    return switch (node) {
      case null -> false;
      case Node.Read read -> maybeStruct(read.variable().annotation());
      case Node.Write write -> mayBeOldStruct(write.value());
      case Node.Declare declare -> mayBeOldStruct(declare.value());
      case Node.Cast cast -> mayBeOldStruct(cast.operand()) && maybeStruct(cast.type());
      case Node.Check check -> mayBeOldStruct(check.value()) && maybeStruct(check.type());
      case Node.Sequence sequence ->
          !sequence.nodes().isEmpty() && mayBeOldStruct(sequence.nodes().getLast());
      case Node.Conditional conditional ->
          mayBeOldStruct(conditional.then()) || mayBeOldStruct(conditional.otherwise());
      case Node.Match match ->
          mayBeOldStruct(match.otherwise())
              || match.arms().stream().anyMatch(arm -> mayBeOldStruct(arm.body()));
      case Node.Try attempt ->
          mayBeOldStruct(attempt.body())
              || attempt.catches().stream().anyMatch(clause -> mayBeOldStruct(clause.body()));
      case Node.CallFunction call -> maybeStruct(call.function().result());
      case Node.CallKnownMethod call -> maybeStruct(call.function().result());
      case Node.CallMethod call -> !givesPlace(call);
      case Node.Propagate propagate -> !givesPlace(propagate.operand());
      case Node.Logical _,
          Node.Coalesce _,
          Node.Dereference _,
          Node.WriteThrough _,
          Node.ReadMember _,
          Node.WriteMember _,
          Node.ReadIndex _,
          Node.WriteIndex _,
          Node.SafeChain _,
          Node.CallLibrary _,
          Node.CallValue _,
          Node.Destructure _,
          Node.Loop _,
          Node.Await _ ->
          true;
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
          Node.LibraryValue _,
          Node.MakeInstance _,
          Node.Construct _,
          Node.MakeVariant _,
          Node.MakeOption _,
          Node.Binary _,
          Node.Unary _,
          Node.Not _,
          Node.CopyOf _,
          Node.SliceOf _,
          Node.While _,
          Node.ForEach _,
          Node.Break _,
          Node.Continue _,
          Node.Return _,
          Node.Throw _,
          Node.Spawn _,
          Node.Faulty _ ->
          false;
    };
  }

  /// `accounts.get_mut(k)`, `accounts.get_mut(k).unwrap()`, `accounts.get_mut(k).ok_or(e)`
  private static boolean givesPlace(Node node) {
    return node instanceof Node.CallMethod call
        && (PLACES.contains(call.name())
            || OPENING.contains(call.name()) && givesPlace(call.target()));
  }

  private static boolean maybeStruct(@Nullable Annotation annotation) {
    return switch (annotation) {
      case null -> true;
      case Annotation.Anything _, Annotation.OptionOf _, Annotation.OfTrait _ -> true;
      case Annotation.OfUserType of -> of.type().form() == UserType.Form.STRUCT;
      case Annotation.OfKind _,
          Annotation.ListOf _,
          Annotation.SetOf _,
          Annotation.MapOf _,
          Annotation.TupleOf _,
          Annotation.Callable _,
          Annotation.ResultOf _,
          Annotation.OfLibraryType _,
          Annotation.Cell _ ->
          false;
    };
  }
}
