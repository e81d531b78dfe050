package ruchy.compiler.analyse;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.infer.Target;
import ruchy.compiler.infer.Version;
import ruchy.compiler.program.Node;
import ruchy.compiler.program.Variable;
import ruchy.compiler.type.Type;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.LibraryFunction;

/// Which nodes themselves change something that outlives the code around them: a variable of other
/// code, a member or element, the outside world. Calls of functions of the program count by what
/// they run. On the safe side: a change of a list that was just made counts too.
final class Effects {
  private Effects() {}

  static boolean areOf(Node node, Version version) {
    Target target = version.targetOf(node);
    boolean certain =
        switch (target) {
          case Target.OfLibrary(LibraryFunction function) -> computes(function);
          case Target.OfVersion _, Target.OfClosure _, Target.OfMethod _, Target.OfMethods _ ->
              true;
          case Target.OfField _ -> false;
          case null -> false;
        };
    return switch (node) {
      case Node.CallLibrary call -> !certain || goesOverObjects(target, call, version);
      case Node.CallMethod _, Node.CallValue _ -> !certain;
      case Node.ReadMember read -> !certain && mayBeLibraryObject(version.typeOf(read.target()));
      case Node.Write write -> isOfOthers(write.variable(), version);
      case Node.Declare declare -> isOfOthers(declare.variable(), version);
      case Node.WriteMember _, Node.WriteIndex _, Node.WriteThrough _ -> true;
      case Node.Spawn _, Node.Await _, Node.Faulty _ -> true;
      // A channel or a file loses what is read from it.
      case Node.ForEach loop -> mayBeLibraryObject(version.typeOf(loop.iterable()));
      // Absent fields are computed by code of the type.
      case Node.MakeInstance make ->
          make.base() == null && make.fields().stream().anyMatch(Objects::isNull);
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
          Node.Construct _,
          Node.MakeVariant _,
          Node.MakeOption _,
          Node.Read _,
          Node.Binary _,
          Node.Unary _,
          Node.Not _,
          Node.Logical _,
          Node.Coalesce _,
          Node.Propagate _,
          Node.Cast _,
          Node.Check _,
          Node.Dereference _,
          Node.CopyOf _,
          Node.ReadIndex _,
          Node.SliceOf _,
          Node.SafeChain _,
          Node.CallFunction _,
          Node.CallKnownMethod _,
          Node.Sequence _,
          Node.Conditional _,
          Node.Match _,
          Node.Destructure _,
          Node.Loop _,
          Node.While _,
          Node.Break _,
          Node.Continue _,
          Node.Return _,
          Node.Throw _,
          Node.Try _ ->
          false;
    };
  }

  private static boolean computes(LibraryFunction function) {
    return function.flows().contains(Flow.COMPUTES) && !function.mutates() && !function.waits();
  }

  private static boolean goesOverObjects(
      @Nullable Target target, Node.CallLibrary call, Version version) {
    return target instanceof Target.OfLibrary(LibraryFunction function)
        && function.flows().contains(Flow.GOES_OVER)
        && call.arguments().stream()
            .anyMatch(argument -> mayBeLibraryObject(version.typeOf(argument.value())));
  }

  private static boolean isOfOthers(Variable variable, Version version) {
    return variable.isGlobal() || version.function().captures().contains(variable);
  }

  private static boolean mayBeLibraryObject(Type type) {
    return type.mayBe(t -> t == Type.Basic.ANY || t instanceof Type.LibraryType);
  }
}
