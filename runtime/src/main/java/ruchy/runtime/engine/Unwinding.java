package ruchy.runtime.engine;

import ruchy.runtime.failure.CallStack;
import ruchy.runtime.failure.Failure;

/// Where code of the program goes on after something was thrown: if the thread had the turn, it has
/// it there. A handler where it cannot be taken back, because the stack is still too full, is
/// passed over, as if what it does first had overflowed the stack again; one of those around it
/// runs.
public final class Unwinding {
  private Unwinding() {}

  /// A program starts that this class belongs to. What its handlers ask first is loaded here, for
  /// the end of a stack has no room for that, and a class that could not be loaded never is.
  public static void programOf(Class<?> main) {
    CallStack.programOf(main);
    Turn.PROGRAM.settles(true);
    Failure.from(new StackOverflowError());
    try {
      Class.forName(Unwinding.class.getName(), true, main.getClassLoader());
      Class.forName(Failure.class.getName(), true, main.getClassLoader());
      Class.forName(StackRoom.class.getName());
    } catch (ClassNotFoundException absent) {
      throw new IllegalStateException("a program without its runtime", absent);
    }
  }

  /// What was thrown, for a `catch` of the program (L 11.1), which runs next.
  public static Failure caught(Throwable thrown) {
    reached(thrown);
    return Failure.from(thrown);
  }

  /// Before a `finally` of the program that runs because of what was thrown.
  public static void reached(Throwable thrown) {
    goOn(thrown, true);
  }

  /// What has left a function of the program that the library has called, for what the library does
  /// then; nobody around it would.
  public static Failure left(Throwable thrown) {
    goOn(thrown, false);
    return Failure.from(thrown);
  }

  private static void goOn(Throwable thrown, boolean isPatient) {
    if (!Turn.PROGRAM.settles(isPatient)) {
      throw Unwinding.<RuntimeException>same(thrown);
    }
  }

  /// The same, which the compiler of Java need not know to be unchecked.
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // For the cast alone.
  private static <T extends Throwable> T same(Throwable thrown) throws T {
    throw (T) thrown;
  }
}
