package ruchy.compiler.infer;

import java.util.List;
import org.jspecify.annotations.Nullable;
import ruchy.compiler.program.Function;
import ruchy.compiler.program.UserType;
import ruchy.compiler.type.Callable;
import ruchy.compiler.type.Type;

/// A function of the program as a value. A closure belongs to the version of the function around
/// it, because its captured variables have the types of that version; other functions have no
/// enclosing version. A method that unknown code may call belongs to the type of its receiver,
/// because an inherited one serves several types, each with fields of its own.
public record Code(Function function, @Nullable Version enclosing, @Nullable UserType receiver)
    implements Callable {
  public Code(Function function, @Nullable Version enclosing) {
    this(function, enclosing, null);
  }

  /// The code of a method for receivers of the type.
  public static Code ofMethod(Function method, UserType receiver) {
    return new Code(method, null, receiver);
  }

  /// The code for arguments of these types: a method belongs to the type of its receiver if that is
  /// known.
  Code forArguments(List<@Nullable Type> arguments) {
    return function.takesSelf()
            && !arguments.isEmpty()
            && arguments.getFirst() instanceof Type.InstanceType(UserType type)
        ? ofMethod(function, type)
        : this;
  }
}
