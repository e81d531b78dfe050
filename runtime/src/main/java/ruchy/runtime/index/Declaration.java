package ruchy.runtime.index;

import java.util.List;
import java.util.Set;
import ruchy.runtime.library.Flow;
import ruchy.runtime.library.LibraryFunction;
import ruchy.runtime.library.LibraryFunction.Kind;

/// One exported Java method or field, with everything that its source says about it.
///
/// @param place `FILE:LINE`
/// @param owners more than one only for `@Associated` exports
/// @param names the main name first
/// @param isOfModule whether the class is a `@Module`
/// @param comment the text of the `///` comment
record Declaration(
    String place,
    Kind kind,
    List<String> owners,
    List<String> names,
    String javaOwner,
    String javaName,
    String descriptor,
    boolean isStatic,
    List<Parameter> parameters,
    boolean hasReceiver,
    boolean takesRest,
    boolean readsReceiver,
    String resultType,
    boolean waits,
    boolean mutates,
    Set<Flow> flows,
    boolean isOfModule,
    String comment) {

  /// @param descriptor of the Java type
  record Parameter(
      String name, String type, String descriptor, boolean isNullable, boolean isRead) {}

  /// Whether programs cannot write its name.
  boolean isOfCompiler() {
    return LibraryFunction.isOfCompiler(names.getFirst());
  }

  /// The package below `ruchy.runtime`.
  String room() {
    String[] parts = javaOwner.split("/", -1);
    return parts[2];
  }

  /// The name of the static method's first parameter's class, or of the class itself: what the
  /// receiver is cast to.
  String receiverDescriptor() {
    if (!isStatic) {
      return "L" + javaOwner + ";";
    }
    return org.objectweb.asm.Type.getArgumentTypes(descriptor)[0].getDescriptor();
  }

  /// The parameters as they are compared to find duplicates.
  String signature() {
    StringBuilder signature = new StringBuilder();
    for (Parameter parameter : parameters) {
      signature.append(parameter.type()).append(", ");
    }
    return takesRest ? signature + "..." : signature.toString();
  }
}
